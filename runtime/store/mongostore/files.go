package mongostore

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"github.com/banli-oa/banli/runtime/store"
)

// bucketName begins the names of GridFS's two collections.
const bucketName = "fileContents"

// unfinishedFor is how long an upload may take before what it left is cleared
// away.
const unfinishedFor = 24 * time.Hour

// nameDocument is a file's name: it is what decides whether there is a file.
// The content lies in GridFS under an id of its own, so that two uploads under
// one name do not meet. It is written first, then the name is marked as
// finished with one swap; a crash between leaves a name that is not, which
// nobody sees and which is cleared away later.
type nameDocument struct {
	store.Head `bson:",inline"`
	V          int           `bson:"v"`
	Content    bson.ObjectID `bson:"content"`
	Size       int64         `bson:"size"`
	Digest     string        `bson:"digest,omitempty"`
	// Unfinished is when the upload or the deletion began, in UTC milliseconds;
	// 0 for a file that is there.
	Unfinished int64 `bson:"unfinished,omitempty"`
}

func (d *nameDocument) file() store.File {
	return store.File{Name: d.ID, Size: d.Size, Digest: d.Digest}
}

var namesSpec = store.Spec{Name: "fileNames", Indexes: []store.Index{
	{Name: "unfinished", Paths: []string{"unfinished"}},
}}

// files keeps contents in GridFS.
type files struct {
	store  *Store
	names  *store.Collection[nameDocument]
	bucket *mongo.GridFSBucket
}

var _ store.Files = (*files)(nil)

// Files keeps files in the database's GridFS, and clears away what uploads that
// were cut off have left.
func (s *Store) Files(ctx context.Context) (store.Files, error) {
	names, err := store.Open[nameDocument](s, namesSpec)
	if err != nil {
		return nil, err
	}
	f := &files{store: s, names: names, bucket: s.db.GridFSBucket(options.GridFSBucket().SetName(bucketName))}
	return f, f.clear(ctx)
}

func (f *files) now() int64 { return f.store.options.Clock.Now().UnixMilli() }

// clear takes away what has been unfinished for long.
func (f *files) clear(ctx context.Context) error {
	for {
		page, err := f.names.Find(ctx, store.Query{Order: "unfinished", To: f.now() - unfinishedFor.Milliseconds(), Limit: 100})
		if err != nil || len(page.Items) == 0 {
			return err
		}
		for _, doc := range page.Items {
			if err := f.remove(ctx, doc); err != nil {
				return err
			}
		}
	}
}

// remove takes away a name that is not finished, with its content.
func (f *files) remove(ctx context.Context, doc *nameDocument) error {
	if err := f.drop(ctx, doc.Content); err != nil {
		return err
	}
	err := f.names.Delete(ctx, doc.ID, doc.Rev)
	if errors.Is(err, store.ErrNotFound) || errors.Is(err, store.ErrConflict) { // somebody else does
		return nil
	}
	return err
}

// drop removes a content, whatever there is of it: chunks may be there without
// their head.
func (f *files) drop(ctx context.Context, content bson.ObjectID) error {
	limited, cancel := context.WithTimeout(context.WithoutCancel(ctx), answerLimit)
	defer cancel()
	err := f.bucket.Delete(limited, content)
	if err == nil || errors.Is(err, mongo.ErrFileNotFound) {
		_, err = f.bucket.GetChunksCollection().DeleteMany(limited, bson.D{{Key: "files_id", Value: content}})
	}
	return f.fault(ctx, err)
}

// fault translates an error; that of a caller who has gone counts first.
func (f *files) fault(ctx context.Context, err error) error {
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, mongo.ErrFileNotFound), errors.Is(err, mongo.ErrMissingChunk), errors.Is(err, mongo.ErrWrongSize):
		return fmt.Errorf("%w: the content in GridFS is not whole", store.ErrCorrupt)
	}
	return f.store.hide(sentinel(err))
}

// Put implements store.Files.
func (f *files) Put(ctx context.Context, name string, r io.Reader, limit int64) (store.File, error) {
	if err := store.CheckFileName(name); err != nil {
		return store.File{}, err
	}
	doc, err := f.begin(ctx, name)
	if err != nil {
		return store.File{}, err
	}
	file, err := f.upload(ctx, doc, r, limit)
	if err == nil {
		doc.Size, doc.Digest, doc.Unfinished = file.Size, file.Digest, 0
		if err = f.names.Replace(ctx, doc); err == nil {
			return file, nil
		}
	}
	// Nothing of it stays: what this cannot do now, the next start does.
	after := context.WithoutCancel(ctx)
	if errors.Is(err, store.ErrConflict) || errors.Is(err, store.ErrNotFound) {
		// Another upload has taken the name over.
		return store.File{}, errors.Join(store.ErrExists, f.drop(after, doc.Content))
	}
	return store.File{}, errors.Join(err, f.remove(after, doc))
}

// begin takes a name that is free, or that an upload has left unfinished.
func (f *files) begin(ctx context.Context, name string) (*nameDocument, error) {
	doc := &nameDocument{Head: store.Head{ID: name}, V: 1, Content: bson.NewObjectID(), Unfinished: f.now()}
	err := f.names.Insert(ctx, doc)
	if !errors.Is(err, store.ErrExists) {
		return doc, err
	}
	old, got := f.names.Get(ctx, name)
	if got != nil || old.Unfinished == 0 {
		return nil, orElse(got, err)
	}
	left := old.Content
	old.Content, old.Unfinished = doc.Content, doc.Unfinished
	if got := f.names.Replace(ctx, old); got != nil {
		if errors.Is(got, store.ErrConflict) {
			return nil, err // whoever was faster has the name
		}
		return nil, got
	}
	return old, f.drop(ctx, left)
}

// upload writes the content.
func (f *files) upload(ctx context.Context, doc *nameDocument, r io.Reader, limit int64) (store.File, error) {
	out, err := f.bucket.OpenUploadStreamWithID(ctx, doc.Content, doc.ID)
	if err != nil {
		return store.File{}, f.fault(ctx, err)
	}
	m := store.NewMeasured(r, limit)
	source := &tracked{r: m}
	if _, err := io.Copy(out, source); err != nil {
		if source.err != nil {
			return store.File{}, source.err // not the store's fault
		}
		return store.File{}, f.fault(ctx, err)
	}
	if err := ctx.Err(); err != nil {
		return store.File{}, err
	}
	if err := out.Close(); err != nil {
		return store.File{}, f.fault(ctx, err)
	}
	return m.File(doc.ID), nil
}

// tracked remembers the error of a source.
type tracked struct {
	r   io.Reader
	err error
}

func (t *tracked) Read(p []byte) (int, error) {
	n, err := t.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		t.err = err
	}
	return n, err
}

// finished returns the document of a file that is there.
func (f *files) finished(ctx context.Context, name string) (*nameDocument, error) {
	if err := store.CheckFileName(name); err != nil {
		return nil, err
	}
	doc, err := f.names.Get(ctx, name)
	if err == nil && doc.Unfinished != 0 {
		err = store.ErrNotFound
	}
	return doc, err
}

// Open implements store.Files.
func (f *files) Open(ctx context.Context, name string) (io.ReadCloser, store.File, error) {
	doc, err := f.finished(ctx, name)
	if err != nil {
		return nil, store.File{}, err
	}
	in, err := f.bucket.OpenDownloadStream(ctx, doc.Content)
	if err != nil {
		return nil, store.File{}, f.fault(ctx, err)
	}
	return store.Checked(&download{f: f, ctx: ctx, in: in}, doc.file()), doc.file(), nil
}

// download reads a content and translates its errors.
type download struct {
	f   *files
	ctx context.Context //nolint:containedctx // that of Open's caller, under which the whole is read
	in  *mongo.GridFSDownloadStream
}

func (d *download) Read(p []byte) (int, error) {
	n, err := d.in.Read(p)
	if errors.Is(err, io.EOF) {
		return n, io.EOF
	}
	return n, d.f.fault(d.ctx, err)
}

func (d *download) Close() error { return d.f.fault(d.ctx, d.in.Close()) }

// OpenPart implements store.Files. It asks for the chunks of the part alone: the
// driver's stream has the server send all those before them too.
func (f *files) OpenPart(ctx context.Context, name string, from, n int64) (io.ReadCloser, error) {
	doc, err := f.finished(ctx, name)
	if err != nil {
		return nil, err
	}
	from, n = store.PartOf(doc.file(), from, n)
	if n == 0 {
		return store.Part(io.NopCloser(bytes.NewReader(nil)), 0), nil
	}
	var about struct {
		ChunkSize int64 `bson:"chunkSize"`
	}
	if err := f.bucket.GetFilesCollection().FindOne(ctx, bson.D{{Key: "_id", Value: doc.Content}}).Decode(&about); err != nil {
		if errors.Is(err, mongo.ErrNoDocuments) {
			err = mongo.ErrFileNotFound
		}
		return nil, f.fault(ctx, err)
	}
	if about.ChunkSize <= 0 {
		return nil, f.fault(ctx, mongo.ErrWrongSize)
	}
	first := from / about.ChunkSize
	cursor, err := f.bucket.GetChunksCollection().Find(ctx,
		bson.D{{Key: "files_id", Value: doc.Content}, {Key: "n", Value: bson.D{{Key: "$gte", Value: first}, {Key: "$lte", Value: (from + n - 1) / about.ChunkSize}}}},
		options.Find().SetSort(bson.D{{Key: "n", Value: 1}}))
	if err != nil {
		return nil, f.fault(ctx, err)
	}
	return store.Part(&chunks{f: f, ctx: ctx, cursor: cursor, next: first, skip: from % about.ChunkSize}, n), nil
}

// chunks reads the contents of chunks that follow each other.
type chunks struct {
	f      *files
	ctx    context.Context //nolint:containedctx // that of OpenPart's caller, under which the part is read
	cursor *mongo.Cursor
	next   int64
	skip   int64 // bytes of the first chunk
	rest   []byte
}

func (c *chunks) Read(p []byte) (int, error) {
	for len(c.rest) == 0 {
		if !c.cursor.Next(c.ctx) {
			if err := c.cursor.Err(); err != nil {
				return 0, c.f.fault(c.ctx, err)
			}
			return 0, io.EOF
		}
		var chunk struct {
			N    int64  `bson:"n"`
			Data []byte `bson:"data"`
		}
		if err := c.cursor.Decode(&chunk); err != nil {
			return 0, c.f.fault(c.ctx, err)
		}
		if chunk.N != c.next || c.skip > int64(len(chunk.Data)) {
			return 0, c.f.fault(c.ctx, mongo.ErrMissingChunk)
		}
		c.next++
		c.rest, c.skip = chunk.Data[c.skip:], 0
	}
	n := copy(p, c.rest)
	c.rest = c.rest[n:]
	return n, nil
}

func (c *chunks) Close() error {
	return c.f.fault(c.ctx, c.cursor.Close(context.WithoutCancel(c.ctx)))
}

// Delete implements store.Files: first nobody finds the file any more, then it
// goes.
func (f *files) Delete(ctx context.Context, name string) error {
	doc, err := f.finished(ctx, name)
	if err != nil {
		return err
	}
	doc.Unfinished = f.now()
	err = f.names.Replace(ctx, doc)
	if errors.Is(err, store.ErrConflict) {
		return store.ErrNotFound // a file changes in one way only: somebody else deletes it
	}
	if err != nil {
		return err
	}
	return f.remove(ctx, doc)
}

// List implements store.Files.
func (f *files) List(ctx context.Context, after string, limit int) ([]store.File, error) {
	limit = store.FileLimit(limit)
	var all []store.File
	q := store.Query{Order: store.IDPath, From: after + "\x00", Limit: limit}
	for {
		page, err := f.names.Find(ctx, q)
		if err != nil {
			return nil, err
		}
		for _, doc := range page.Items {
			if doc.Unfinished != 0 {
				continue
			}
			if all = append(all, doc.file()); len(all) == limit {
				return all, nil
			}
		}
		if page.Next == "" {
			return all, nil
		}
		q.After = page.Next
	}
}
