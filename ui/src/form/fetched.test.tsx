import { fireEvent, screen, waitFor } from '@testing-library/react';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type FormDefinition, type ListOption, lists } from '../api';
import { renderUi, startWords } from '../test/render';
import { compileForm } from './compile';
import { FormView } from './FormView';
import { placeAbove } from './fetched';
import { FormStore } from './store';

const text = (en: string) => ({ en, 'zh-CN': en });
const option = { type: 'string', format: 'option' };

const form: FormDefinition = {
  schema: {
    type: 'object',
    properties: {
      no: { type: 'string', format: 'serial' },
      province: option,
      city: option,
      tags: { type: 'array', items: option },
    },
  },
  layout: {
    sections: [{ id: 's', fields: ['no', 'province', 'city', 'tags'] }],
    fields: {
      no: { title: text('File'), serial: '{seq}' },
      province: { title: text('Province'), source: { list: 'provinces' } },
      city: { title: text('City'), source: { list: 'cities', under: 'province' } },
      tags: { title: text('Tags'), source: { list: 'provinces' } },
    },
  },
};

const kept: Record<string, ListOption[]> = {
  provinces: [
    { value: 'zj', label: text('Zhejiang') },
    { value: 'js', label: text('Jiangsu') },
    { value: 'old', label: text('Old province'), off: true },
  ],
  cities: [
    { value: 'hz', label: text('Hangzhou'), parent: 'zj' },
    { value: 'nj', label: text('Nanjing'), parent: 'js' },
  ],
};

const options = vi.spyOn(lists, 'options');
const optionsOf = vi.spyOn(lists, 'optionsOf');

beforeAll(startWords);
beforeEach(() => {
  options.mockReset();
  optionsOf.mockReset();
  options.mockImplementation(async (id, { q = '', under }) => ({
    items: (kept[id] ?? []).filter(
      (each) => !each.off && each.label.en?.includes(q) && (under === undefined || each.parent === under),
    ),
    next: '',
  }));
  optionsOf.mockImplementation(async (id, values) => ({
    items: (kept[id] ?? []).filter((each) => values.includes(each.value)),
    next: '',
  }));
});

function show(values: Record<string, unknown> = {}, readOnly = false) {
  const calendar = { weekend: [], holidays: [], workdays: [] };
  const store = new FormStore(compileForm({ form, rules: [], calendar }), { values });
  renderUi(<FormView store={store} readOnly={readOnly} />);
  return store;
}

async function choose(label: string, name: string) {
  fireEvent.mouseDown(await screen.findByLabelText(label));
  fireEvent.click(await screen.findByTitle(name));
}

describe('choices whose options are fetched', () => {
  it('take what a list offers, and follow the choice above', async () => {
    const store = show();
    // Nothing is asked for before a list opens.
    await screen.findByLabelText('City');
    expect(options).not.toHaveBeenCalled();
    fireEvent.mouseDown(screen.getByLabelText('City'));
    expect(await screen.findByText('Choose “Province” first')).toBeTruthy();
    await choose('Province', 'Zhejiang');
    expect(store.values).toEqual({ province: 'zj' });
    await choose('City', 'Hangzhou');
    expect(store.values).toEqual({ province: 'zj', city: 'hz' });
    expect(options).toHaveBeenLastCalledWith('cities', expect.objectContaining({ under: 'zj' }), expect.anything());
    // Another choice above empties the one below.
    await choose('Province', 'Jiangsu');
    await waitFor(() => expect(store.values).toEqual({ province: 'js' }));
  });

  it('show what is not offered any more by its words, asked for at once', async () => {
    show({ province: 'old', tags: ['zj', 'gone'] }, true);
    expect(await screen.findByText('Old province')).toBeTruthy();
    expect(await screen.findByText('Zhejiang, gone')).toBeTruthy();
    expect(optionsOf).toHaveBeenCalledTimes(1);
    expect(optionsOf).toHaveBeenCalledWith('provinces', ['old', 'zj', 'gone']);
  });

  it('keep what stood in a form when it opens', async () => {
    const store = show({ province: 'js', city: 'hz' });
    expect(await screen.findByText('Hangzhou')).toBeTruthy();
    expect(store.values).toEqual({ province: 'js', city: 'hz' });
  });

  it('find the place above in their own row', () => {
    expect(placeAbove('/rows/3/city', 'rows.province')).toBe('/rows/3/province');
    expect(placeAbove('/rows/3/city', 'province')).toBe('/province');
  });
});

describe('a serial number', () => {
  it('cannot be typed, and says when it comes', () => {
    show();
    expect(screen.getByText('Given when it is sent')).toBeTruthy();
    expect(screen.queryByRole('textbox', { name: 'File' })).toBeNull();
  });

  it('shows once it is given', () => {
    show({ no: 'L-1' }, true);
    expect(screen.getByText('L-1')).toBeTruthy();
  });
});
