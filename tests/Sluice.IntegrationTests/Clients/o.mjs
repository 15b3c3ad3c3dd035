// What a program with o.js (npm: odata) and odata-query reads.
import assert from 'node:assert/strict';
import { o } from 'odata';
import buildQuery from 'odata-query';

const root = process.argv[2];

// Pages: the client gives whole answers, and follows the links.
let next = `orders${buildQuery({ orderBy: 'id' })}`;
let rows = 0;
let pages = 0;
while (next) {
  const page = await o(root, { fragment: '' }).get(next).query();
  page.value.forEach(row => assert.equal(row.id, ++rows));
  next = page['@odata.nextLink'];
  pages++;
}
assert.deepEqual([rows, pages], [30000, 6]);

// Filters by a date.
const days = await o(root).get(`orders${buildQuery({
  filter: { placed: { ge: { type: 'raw', value: '2026-01-05' }, lt: { type: 'raw', value: '2026-01-06' } } }, top: 3,
})}`).query();
assert.equal(days.length, 3);
assert.ok(days.every(row => row.placed === '2026-01-05'));

// Counts, aggregates and expands.
assert.equal(await o(root).get('orders/$count').query(), 30000);
const groups = await o(root).get('orders').query({
  $apply: 'groupby((customer_id),aggregate(amount with sum as total))',
  $orderby: 'customer_id',
});
assert.equal(groups.length, 100);
const customers = await o(root).get(`customers${buildQuery({
  filter: { id: 7 }, expand: { orders: { top: 2, orderBy: 'id', select: ['id'] } },
})}`).query();
assert.deepEqual(customers[0].orders.map(order => order.id), [7, 107]);

// A batch of messages.
const answers = await o(root).get('customers(1)').get('orders/$count').get('customers(1)/nope').batch();
assert.deepEqual(answers.map(answer => answer.status), [200, 200, 404]);
assert.equal(answers[0].body.name, 'customer 1');
assert.equal(answers[1].body, 30000);
