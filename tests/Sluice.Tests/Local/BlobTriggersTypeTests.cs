using System.Reflection;
using Azure.Storage.Blobs.Specialized;
using Microsoft.Azure.WebJobs;
using Sluice.Lake;
using Sluice.Local.Triggers;
using Sluice.Local.WebJobs;

namespace Sluice.Tests.Local;

public sealed class BlobTriggersTypeTests
{
    private static readonly LakeDefinition Lake = new("lake", [Dataset("ads", "ads/**/*.csv"), Dataset("ad-sales", "*.csv")]);

    [Fact]
    public void Each_dataset_has_a_function_that_is_triggered_by_blobs_under_its_prefix()
    {
        var functions = BlobTriggersType.Create(Lake).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Select(m => (m.GetCustomAttribute<FunctionNameAttribute>()!.Name, Trigger: m.GetParameters()[0].GetCustomAttribute<BlobTriggerAttribute>()!))
            .Select(f => (f.Name, f.Trigger.BlobPath, f.Trigger.Connection));

        Assert.Equal(
            [("Ingest-ads", "data/ads/{name}", "LakeStorage"), ("Ingest-ad-sales", "data/{name}", "LakeStorage")], functions);
    }

    [Fact]
    public async Task A_function_hands_its_blob_to_the_function_of_the_app()
    {
        var blob = new BlobBaseClient(new Uri("http://127.0.0.1:10000/account/data/ads/a.csv"));
        using var stop = new CancellationTokenSource();
        (BlobBaseClient? Blob, CancellationToken Token) called = default;
        IngestBlob ingest = (b, t) =>
        {
            called = (b, t);
            return Task.CompletedTask;
        };
        var type = BlobTriggersType.Create(Lake);
        await (Task)type.GetMethod("Ingest_ads")!.Invoke(Activator.CreateInstance(type, ingest), [blob, stop.Token])!;

        Assert.Equal((blob, stop.Token), called);
    }

    private static Dataset Dataset(string name, string glob) =>
        new() { Name = name, Path = new DatasetPath("data", glob), Schema = new TableSchema { Fields = [] } };
}
