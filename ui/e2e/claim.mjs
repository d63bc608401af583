// An expense claim, built from nothing by somebody who writes no code: a detail
// table with a total, a section that shows only on a condition, and a check
// across fields. Everything is found by the words that stand on the screen.

/** Builds and publishes the claim with a hand of hand.mjs, from the studio's list of apps. */
export async function buildClaim(hand, say, step) {
  const { page } = hand;
  const button = (name, options = { exact: true }) => page.getByRole('button', { name, ...options });
  const box = (label) =>
    page.getByRole('textbox', {
      name: say('studio:inspector.wordsIn', { label, language: say('studio:inspector.languageName.en') }),
      exact: true,
    });
  const part = (tab) =>
    hand.click(
      page
        .getByRole('navigation', { name: say('studio:header.parts') })
        .getByRole('link', { name: say(`studio:tab.${tab}`), exact: true }),
    );
  const title = say('studio:field.title');
  /** Adds a field behind the one that is selected, and calls it something. */
  const add = async (kind, name) => {
    await hand.click(button(say('studio:palette.add', { kind: say(`studio:kind.${kind}`) })));
    await hand.fill(box(title), name);
  };
  const column = async (kind, name) => {
    await hand.click(button(say('studio:field.addColumn')));
    await hand.pick(say(`studio:kind.${kind}`));
    await hand.fill(box(title), name);
  };
  const back = () => hand.click(button(say('studio:field.backToTable', { title: 'Items' })));

  await step('a new app', async () => {
    await hand.click(button(say('studio:new.title'), { exact: true }));
    await hand.fill(box(say('studio:settings.name')), 'Expense claim');
    await hand.click(button(say('studio:new.create')));
    await page.getByRole('heading', { level: 1, name: 'Expense claim' }).waitFor();
    await page.getByRole('region', { name: say('studio:canvas.label') }).waitFor();
  });

  await step('its fields', async () => {
    await add('text', 'Purpose');
    await hand.turn(page.getByRole('switch', { name: say('studio:field.required') }));
    await add('department', 'Cost centre');
    await add('switch', 'Was it a trip?');
  });

  await step('a detail table', async () => {
    await add('table', 'Items');
    await hand.click(button(say('studio:field.openColumn', { title: say('studio:kind.text') })));
    await hand.fill(box(title), 'What for');
    await back();
    await column('date', 'Paid on');
    await back();
    await column('money', 'Amount');
    await hand.turn(page.getByRole('switch', { name: say('studio:field.required') }));
    await back();
  });

  await step('a total', async () => {
    await add('computed', 'Total');
    await hand.fill(
      page.getByRole('textbox', { name: say('rules:action.formula'), exact: true }),
      'sum([Items.Amount])',
    );
    await add('textarea', 'Why so much');
  });

  await step('a section that shows only for trips', async () => {
    await hand.click(button(say('studio:palette.add', { kind: say('studio:kind.section') })));
    await hand.fill(box(say('studio:section.title')), 'Trip');
    await add('text', 'Destination');
    await add('dateRange', 'Days of travel');
  });

  await step('rules', async () => {
    await part('rules');
    const rule = async (name, field, comparison, value, actions) => {
      await hand.click(button(say('rules:add')));
      const card = page.getByRole('article').last();
      const within = (role, label) => card.getByRole(role, { name: label, exact: true }).last();
      await hand.fill(
        within(
          'textbox',
          say('studio:inspector.wordsIn', {
            label: say('rules:name'),
            language: say('studio:inspector.languageName.en'),
          }),
        ),
        name,
      );
      await hand.click(within('button', say('studio:condition.add')));
      await hand.choose(within('combobox', say('studio:condition.operand')), field);
      if (comparison) await hand.choose(within('combobox', say('studio:condition.comparison')), comparison);
      if (value) await hand.fill(within('spinbutton', say('studio:condition.value')), value);
      for (const [deed, target] of actions) {
        await hand.click(within('button', say('rules:action.add')));
        await hand.choose(within('combobox', say('rules:action.field')), target);
        await hand.choose(within('combobox', say('rules:action.do')), deed);
      }
    };
    await rule('Trips', 'Was it a trip?', undefined, undefined, [
      [say('rules:deed.show'), 'Destination'],
      [say('rules:deed.require'), 'Destination'],
      [say('rules:deed.show'), 'Days of travel'],
    ]);
    await rule('A lot', 'Total', say('studio:condition.op.more'), '5000', [[say('rules:deed.require'), 'Why so much']]);
  });

  await step('publishing', async () => {
    await hand.click(button(say('studio:header.publish')));
    await hand.click(
      page.getByRole('dialog').getByRole('button', { name: say('studio:publish.submit', { n: 1 }), exact: true }),
    );
    await page.getByRole('heading', { name: say('studio:publish.done', { n: 1 }) }).waitFor();
  });
}
