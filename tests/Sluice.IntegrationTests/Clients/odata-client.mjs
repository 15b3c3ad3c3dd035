// What a program with @odata/client reads.
import assert from 'node:assert/strict';
import client from '@odata/client';

const { OData } = client;
const service = OData.New4({ serviceEndpoint: process.argv[2] });
const orders = service.getEntitySet('orders');

// Pages, by number.
let rows = 0;
for (let page = 0; page < 10; page++) {
  const found = await orders.query(service.newParam().orderby('id', 'asc').top(3000).skip(page * 3000));
  found.forEach(row => assert.equal(row.id, ++rows));
}
assert.equal(rows, 30000);

// One row by its key, rows by a filter, and their number.
assert.equal((await service.getEntitySet('customers').retrieve(7)).name, 'customer 7');
assert.equal(await orders.count(service.newFilter().property('customer_id').eq(7)), 300);
const large = await orders.query(service.newParam()
  .filter(service.newFilter().property('amount').gt(99)).top(2).select(['id', 'amount']));
assert.ok(large.length === 2 && large.every(row => row.amount > 99));

// What is expanded.
const expanded = await service.getEntitySet('orders').query(service.newParam().expand('customer').filter('id eq 7'));
assert.equal(expanded[0].customer.name, 'customer 7');

// What is aggregated.
const totals = await service.newRequest({
  collection: 'orders', params: service.newParam().custom('$apply', 'aggregate($count as n,amount with max as most)'),
});
assert.deepEqual(totals.value, [{ n: 30000, most: 99.99 }]);

// Batches in both forms.
const requests = () => [
  service.newBatchRequest({ collection: 'customers', id: 1, method: 'GET' }),
  service.newBatchRequest({ collection: 'orders', method: 'GET', params: service.newParam().top(1) }),
];
for (const batch of [await service.execBatchRequests(requests()), await service.execBatchRequestsJson(requests())]) {
  assert.deepEqual(batch.map(answer => answer.status), [200, 200]);
  assert.equal((await batch[0].json()).name, 'customer 1');
}

// An error is one of OData.
await assert.rejects(orders.query(service.newParam().filter('nope eq 1')), /nope/);
