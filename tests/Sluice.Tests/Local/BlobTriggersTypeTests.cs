using System.Reflection;
using Azure.Storage.Blobs.Specialized;
using Microsoft.Azure.WebJobs;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Hosting.Triggers;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.Local.WebJobs;

namespace Sluice.Tests.Local;

public sealed class BlobTriggersTypeTests
{
    private static readonly IngestTrigger[] Triggers = [new("Ingest-ads", "data/ads/{name}"), new("Ingest-ad-sales", "data/all.csv")];

    [Fact]
    public void Each_trigger_of_the_app_has_a_function_of_its_name_and_path()
    {
        var functions = Functions(BlobTriggersType.Create(Triggers))
            .Select(m => (
                m.GetCustomAttribute<FunctionNameAttribute>()!.Name,
                Trigger: m.GetParameters()[0].GetCustomAttribute<BlobTriggerAttribute>()!))
            .Select(f => (f.Name, f.Trigger.BlobPath, f.Trigger.Connection));

        Assert.Equal(
            [("Ingest-ads", "data/ads/{name}", "LakeStorage"), ("Ingest-ad-sales", "data/all.csv", "LakeStorage")], functions);
    }

    [Fact]
    public void An_upload_to_a_folder_of_two_datasets_fires_one_function()
    {
        var lake = new LakeDefinition("lake", [Dataset("ads", "in/ads-*.csv"), Dataset("users", "in/users-*.csv")]);

        var types = (ITypeLocator)new ServiceCollection().AddBlobTriggers(lake)
            .Single(s => s.ServiceType == typeof(ITypeLocator)).ImplementationInstance!;

        Assert.Equal("Ingest_ads", Assert.Single(Functions(types.GetTypes().Single(t => t.IsSubclassOf(typeof(BlobTriggers))))).Name);
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
        var type = BlobTriggersType.Create(Triggers);
        await (Task)type.GetMethod("Ingest_ads")!.Invoke(Activator.CreateInstance(type, ingest), [blob, stop.Token])!;

        Assert.Equal((blob, stop.Token), called);
    }

    private static MethodInfo[] Functions(Type type) =>
        type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly);

    private static Dataset Dataset(string name, string glob) =>
        new() { Name = name, Paths = [new DatasetPath("data", glob)], Schema = new TableSchema { Fields = [] } };
}
