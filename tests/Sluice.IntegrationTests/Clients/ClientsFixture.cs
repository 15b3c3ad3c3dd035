using System.Globalization;
using Sluice.IntegrationTests.Local;

namespace Sluice.IntegrationTests.Clients;

/// <summary>A local run with 30,000 orders of 100 customers.</summary>
public sealed class ClientsFixture : IAsyncLifetime
{
    private const string Definition =
        """
        {
          "name": "shop",
          "resources": [
            {
              "name": "customers", "path": "data/customers/*.csv", "sluice:write": "merge",
              "schema": { "fields": [{ "name": "id", "type": "integer" }, { "name": "name", "type": "string" }], "primaryKey": ["id"] }
            },
            {
              "name": "orders", "path": "data/orders/*.csv", "sluice:write": "merge",
              "schema": {
                "fields": [
                  { "name": "id", "type": "integer" }, { "name": "customer_id", "type": "integer" }, { "name": "placed", "type": "date" },
                  { "name": "amount", "type": "number", "sluice:type": "decimal(12,2)" }
                ],
                "primaryKey": ["id"],
                "foreignKeys": [{ "fields": ["customer_id"], "reference": { "resource": "customers", "fields": ["id"] } }]
              }
            }
          ]
        }
        """;

    private readonly TemporaryFolder folder = new();
    private FolderRun run = null!;

    /// <summary>The address of the OData service, ending with a slash.</summary>
    internal string Service => $"{run.Api}data/";

    public async ValueTask InitializeAsync()
    {
        foreach (var name in (string[])["lake", "customers", "orders"])
        {
            Directory.CreateDirectory(folder.Of(name));
        }

        await File.WriteAllTextAsync(folder.Of(Path.Combine("lake", "datapackage.json")), Definition);
        await File.WriteAllLinesAsync(
            folder.Of(Path.Combine("customers", "a.csv")), ["id,name", .. Enumerable.Range(1, 100).Select(i => $"{i},customer {i}")]);
        await File.WriteAllLinesAsync(
            folder.Of(Path.Combine("orders", "a.csv")), ["id,customer_id,placed,amount", .. Enumerable.Range(1, 30_000).Select(Order)]);
        run = await FolderRun.StartAsync(folder.Path);
        await run.WaitAsync("files?$filter=state eq 'loaded'", f => f.Count == 2);
    }

    public async ValueTask DisposeAsync()
    {
        await run.DisposeAsync();
        folder.Dispose();
    }

    private static string Order(int id) => string.Create(
        CultureInfo.InvariantCulture,
        $"{id},{((id - 1) % 100) + 1},{new DateOnly(2026, 1, 1).AddDays(id % 30):yyyy-MM-dd},{(id % 10_000) / 100m:0.00}");
}
