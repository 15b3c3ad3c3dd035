using System.Diagnostics;
using Azure.Storage.Blobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sluice.Lake;
using Sluice.Local;
using Sluice.Local.Storage;
using Sluice.Local.Triggers;

var t = Stopwatch.StartNew();
await using var storage = await LocalStorage.OpenAsync(new LocalHome("/tmp/home1"), default);
Console.WriteLine($"{t.ElapsedMilliseconds} {storage.Endpoints}");
var lake = new LakeDefinition("x", [new Dataset { Name = "ads", Path = new DatasetPath("data", "ads/**/*.csv"), Schema = new TableSchema { Fields = [] } }, new Dataset { Name = "users", Path = new DatasetPath("data", "users/**/*.csv"), Schema = new TableSchema { Fields = [] } }]);
var b = WebApplication.CreateBuilder();
b.Configuration.AddInMemoryCollection([new("LakeStorage", storage.Endpoints.ConnectionString), new("AzureWebJobsStorage", storage.Endpoints.ConnectionString)]);
b.Logging.SetMinimumLevel(args.Length > 0 ? LogLevel.Information : LogLevel.Warning);
b.Services.AddSingleton<IngestBlob>((blob, ct) => { Console.WriteLine($"{t.ElapsedMilliseconds} got {blob.Name}"); return Task.CompletedTask; });
b.Logging.AddFilter("Azure", LogLevel.Error);
b.Services.AddBlobTriggers(lake, true);
var app = b.Build();
await app.StartAsync();
Console.WriteLine($"{t.ElapsedMilliseconds} started");
var c = new BlobContainerClient(storage.Endpoints.ConnectionString, "data");
await c.CreateIfNotExistsAsync();
for (int i = 0; i < 10; i++)
{
    var n = $"{(i % 2 == 0 ? "ads" : "users")}/a{i}-{Guid.NewGuid()}.csv";
    Console.WriteLine($"{t.ElapsedMilliseconds} up {n}");
    await c.UploadBlobAsync(n, new BinaryData("a"));
    await Task.Delay(Random.Shared.Next(1500));
}
await Task.Delay(5000);
Console.WriteLine($"{t.ElapsedMilliseconds} stop");
await app.StopAsync();
Console.WriteLine($"{t.ElapsedMilliseconds} stopped");
