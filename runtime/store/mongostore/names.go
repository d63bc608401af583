package mongostore

import (
	"context"
	"slices"
	"strings"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// Names lists the collections that the database holds, empty ones too, but for
// the server's own and those in which files are kept.
func (s *Store) Names(ctx context.Context) ([]string, error) {
	leave, err := s.gate.enter(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	limit, cancel := context.WithTimeout(ctx, answerLimit)
	defer cancel()
	names, err := s.db.ListCollectionNames(limit, bson.D{})
	if err != nil {
		return nil, s.hide(fault(err))
	}
	return slices.DeleteFunc(names, func(name string) bool {
		return strings.HasPrefix(name, "system.") || strings.HasPrefix(name, bucketName+".") || name == namesSpec.Name
	}), nil
}

// Where names the servers and the database, without anybody's password.
func (s *Store) Where() string { return "mongodb://" + s.address.hosts + "/" + s.address.database }
