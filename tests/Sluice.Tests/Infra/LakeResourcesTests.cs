using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Sluice.Functions.Triggers;
using Sluice.Lake;
using Sluice.Loading;
using Sluice.Tests.Lake;

namespace Sluice.Tests.Infra;

[Collection(Deployments.Name)]
public sealed partial class LakeResourcesTests(Deployments deployments)
{
    private static readonly LakeDefinition Sample = LakeDefinition.Load(RepositoryRoot.Of("lake", "datapackage.json"));

    [Fact]
    public void Every_dataset_has_its_container_and_rejects_have_one()
    {
        var containers = deployments.Plain.Of("Microsoft.Storage/storageAccounts/blobServices/containers")
            .Where(c => ((string)c["name"]!).StartsWith("stlake", StringComparison.Ordinal)).ToList();
        Assert.Equal(Sample.Containers.Append(RejectsFile.Container).Order(StringComparer.Ordinal), containers.Select(Deployment.NameOf).Order(StringComparer.Ordinal));
        Assert.All(containers, c => Assert.Equal("None", (string)c["properties"]!["publicAccess"]!));
    }

    [Fact]
    public void The_queues_are_there_that_the_triggers_give_up_into() =>
        Assert.Equal(
            [PoisonBlob.Queue, $"{PoisonBlob.Queue}-poison"],
            deployments.Plain.Of("Microsoft.Storage/storageAccounts/queueServices/queues").Select(Deployment.NameOf));

    [Fact]
    public void Every_dataset_has_a_subscription_with_its_filter_and_its_function()
    {
        Assert.Equal(
            [
                "/blobServices/default/containers/data/blobs/ads/ .csv Ingest-ads",
                "/blobServices/default/containers/data/blobs/ads_transaction/ .csv Ingest-ads_transaction",
                "/blobServices/default/containers/data/blobs/referrals/ .csv Ingest-referrals",
                "/blobServices/default/containers/data/blobs/users/ .csv Ingest-users",
            ],
            Subscriptions(deployments.Events).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_subscription_takes_whole_writes_only_and_keeps_what_nobody_takes()
    {
        foreach (var subscription in deployments.Events.Of("Microsoft.EventGrid/systemTopics/eventSubscriptions"))
        {
            var properties = subscription["properties"]!;
            Assert.Equal(["Microsoft.Storage.BlobCreated"], Texts(properties["filter"]!["includedEventTypes"]!));
            var api = Assert.Single(properties["filter"]!["advancedFilters"]!.AsArray())!;
            Assert.Equal(("StringIn", "data.api"), ((string)api["operatorType"]!, (string)api["key"]!));
            Assert.Equal(["PutBlob", "PutBlockList", "CopyBlob", "FlushWithClose"], Texts(api["values"]!));
            Assert.True((bool)properties["filter"]!["isSubjectCaseSensitive"]!);
            Assert.Equal(
                Deployment.EventVariables["DEAD_LETTER_CONTAINER"],
                (string)properties["deadLetterWithResourceIdentity"]!["deadLetterDestination"]!["properties"]!["blobContainerName"]!);
            Assert.Matches("^[A-Za-z0-9-]{3,64}$", Deployment.NameOf(subscription));
        }
    }

    [Fact]
    public void The_key_that_Event_Grid_calls_with_is_read_when_it_is_deployed()
    {
        Assert.All(
            deployments.Events.Of("Microsoft.EventGrid/systemTopics/eventSubscriptions"),
            s => Assert.Contains("listKeys(", EndpointOf(s), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("data/*.csv")]
    [InlineData("data/daily/2024.csv")]
    [InlineData("data/**/*.csv")]
    [InlineData("data/a/b*/c.csv")]
    [InlineData("data/a/**")]
    [InlineData("other-container/A/*.csv.gz")]
    public async Task The_filter_of_any_path_lets_its_files_through(string path)
    {
        var (package, lake) = Package(("sales", path));
        var events = await Deployment.OfEventsAsync(package);
        var dataset = Assert.Single(lake.Datasets);
        var filter = events.Properties("Microsoft.EventGrid/systemTopics/eventSubscriptions")["filter"]!;

        var begin = $"/blobServices/default/containers/{dataset.Path.Container}/blobs/";
        Assert.Equal(begin + dataset.Path.Prefix, (string)filter["subjectBeginsWith"]!);
        string[] names = ["2024.csv", "daily/2024.csv", "x.csv", "a/b/c.csv", "a/bb/c.csv", "a/x", "a/x/y.csv", "A/x.csv.gz"];
        var files = names.Where(dataset.Path.Matches).ToList();
        Assert.NotEmpty(files);
        Assert.All(files, f => Assert.EndsWith((string)filter["subjectEndsWith"]!, begin + f, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("apart", "data/a/*.csv", "data/b/*.csv")]
    [InlineData("below another", "data/**/*.csv", "data/b/*.csv.gz")]
    [InlineData("above another", "data/b/*.csv.gz", "data/**/*.csv")]
    [InlineData("in upper and lower case", "data/a/*.csv", "data/A/*.csv")]
    [InlineData("beside a single file", "data/a.csv", "data/a.csv.d/*.csv")]
    [InlineData("in other containers", "data/a/*.csv", "more/a/*.csv")]
    public async Task The_function_of_a_subscription_is_one_that_the_app_has(string paths, string first, string second)
    {
        _ = paths;
        var (package, lake) = Package(("first", first), ("second", second));
        var triggers = IngestTrigger.Of(lake);

        var subscriptions = (await Deployment.OfEventsAsync(package)).Of("Microsoft.EventGrid/systemTopics/eventSubscriptions").ToList();

        Assert.Equal(2, subscriptions.Count);
        Assert.Equal(triggers.Select(t => t.Name).Order(StringComparer.Ordinal), subscriptions.Select(FunctionOf).Distinct().Order(StringComparer.Ordinal));
        foreach (var (subscription, dataset) in subscriptions.Zip(lake.Datasets))
        {
            var trigger = triggers.Single(t => t.Name == FunctionOf(subscription));
            Assert.StartsWith(
                trigger.Path.Replace("{name}", "", StringComparison.Ordinal), $"{dataset.Path.Container}/{dataset.Path.Prefix}", StringComparison.Ordinal);
        }
    }

    private static (string Package, LakeDefinition Lake) Package(params (string Name, string Path)[] datasets)
    {
        var package = JsonSerializer.Serialize(new
        {
            resources = datasets.Select(d => new { name = d.Name, path = d.Path, schema = new { fields = new[] { new { name = "id", type = "integer" } } } }),
        });
        return (package, LakeFolder.Load(package));
    }

    private static IEnumerable<string> Subscriptions(Deployment events) =>
        events.Of("Microsoft.EventGrid/systemTopics/eventSubscriptions").Select(s =>
            $"{s["properties"]!["filter"]!["subjectBeginsWith"]} {s["properties"]!["filter"]!["subjectEndsWith"]} {FunctionOf(s)}");

    private static string EndpointOf(JsonObject subscription) => (string)subscription["properties"]!["destination"]!["properties"]!["endpointUrl"]!;

    private static string FunctionOf(JsonObject subscription) => FunctionOfEndpoint().Match(EndpointOf(subscription)).Value;

    private static IEnumerable<string> Texts(JsonNode node) => node.AsArray().Select(v => (string)v!);

    [GeneratedRegex("(?<=')Ingest-[^']+")]
    private static partial Regex FunctionOfEndpoint();
}
