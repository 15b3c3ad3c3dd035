using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Sluice.Hosting;
using Sluice.Hosting.Triggers;
using Sluice.Lake.Definition;
using Sluice.Loading;
using Sluice.Validation;

namespace Sluice.Tests.Infra;

[Collection(Deployments.Name)]
[Trait("kind", "process")]
public sealed partial class LakeResourcesTests(Deployments deployments)
{
    private static readonly LakeDefinition Sample = LakeDefinitionFile.Load(RepositoryRoot.Of("lake", "datapackage.json"));

    [Fact]
    public void Every_dataset_has_its_container_and_rejects_have_one()
    {
        var containers = deployments.Plain.Of("Microsoft.Storage/storageAccounts/blobServices/containers")
            .Where(c => ((string)c["name"]!).StartsWith("stlake", StringComparison.Ordinal)).ToList();
        Assert.Equal(
            Sample.Containers.Append(RejectsFile.Container).Order(StringComparer.Ordinal),
            containers.Select(Deployment.NameOf).Order(StringComparer.Ordinal));
        Assert.All(containers, c => Assert.Equal("None", (string)c["properties"]!["publicAccess"]!));
    }

    [Fact]
    public void The_queues_are_there_that_the_triggers_give_up_into_and_that_Event_Grid_puts_renames_into() =>
        Assert.Equal(
            [$"sthost {EventQueue.Name}", $"stlake {PoisonBlob.Queue}", $"stlake {PoisonBlob.Queue}-poison"],
            deployments.Plain.Of("Microsoft.Storage/storageAccounts/queueServices/queues")
                .Select(q => $"{((string)q["name"]!)[..6]} {Deployment.NameOf(q)}").Order(StringComparer.Ordinal));

    [Fact]
    public void The_container_of_what_could_not_be_delivered_is_the_one_that_the_sweep_reads() => Assert.Contains(
        deployments.Plain.Of("Microsoft.Storage/storageAccounts/blobServices/containers"),
        c => Deployment.NameOf(c) == DeadLetterContainer.Name && ((string)c["name"]!).StartsWith("sthost", StringComparison.Ordinal));

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
    public void The_table_of_the_ways_in_which_files_come_names_tests_that_are_there()
    {
        Assert.InRange(WayIn.All.Count, 25, 50);
        var tests = Directory.EnumerateFiles(RepositoryRoot.Of("tests"), "*Tests.cs", SearchOption.AllDirectories)
            .Select(f => Path.GetFileNameWithoutExtension(f)).ToHashSet(StringComparer.Ordinal);
        Assert.All(WayIn.All.SelectMany(w => w.Tests), t => Assert.Contains(t, tests));
        Assert.All(WayIn.All, w => Assert.True(w.Tests.Count > 0 || w.Event.Contains("not subscribed", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_subscription_takes_whole_writes_only()
    {
        foreach (var subscription in DatasetSubscriptions(deployments.Events))
        {
            var filter = subscription["properties"]!["filter"]!;
            Assert.Equal(["Microsoft.Storage.BlobCreated"], Texts(filter["includedEventTypes"]!));
            var api = Assert.Single(filter["advancedFilters"]!.AsArray())!;
            Assert.Equal(("StringIn", "data.api"), ((string)api["operatorType"]!, (string)api["key"]!));
            Assert.Equal(WayIn.ApisOf("BlobCreated"), Texts(api["values"]!).Order(StringComparer.Ordinal));
            Assert.True((bool)filter["isSubjectCaseSensitive"]!);
        }
    }

    [Fact]
    public void Every_rename_of_the_lake_goes_into_the_queue_of_the_function_that_follows_them()
    {
        var properties = Assert.Single(
            deployments.Events.Of("Microsoft.EventGrid/systemTopics/eventSubscriptions"), s => !IsOfDataset(s))["properties"]!;

        Assert.Equal(
            ["Microsoft.Storage.BlobRenamed", "Microsoft.Storage.DirectoryRenamed"],
            Texts(properties["filter"]!["includedEventTypes"]!));
        Assert.Equal(["includedEventTypes"], properties["filter"]!.AsObject().Select(f => f.Key));
        var delivery = properties["deliveryWithResourceIdentity"]!;
        Assert.Equal("SystemAssigned", (string)delivery["identity"]!["type"]!);
        Assert.Equal("StorageQueue", (string)delivery["destination"]!["endpointType"]!);
        var queue = delivery["destination"]!["properties"]!;
        Assert.Equal(
            (Deployment.EventVariables["DEAD_LETTER_STORAGE_ID"], EventQueue.Name),
            ((string)queue["resourceId"]!, (string)queue["queueName"]!));
        Assert.Equal("EventGridSchema", (string)properties["eventDeliverySchema"]!);
    }

    [Fact]
    public void A_subscription_keeps_what_nobody_takes()
    {
        foreach (var subscription in deployments.Events.Of("Microsoft.EventGrid/systemTopics/eventSubscriptions"))
        {
            Assert.Equal(
                DeadLetterContainer.Name,
                (string)subscription["properties"]!["deadLetterWithResourceIdentity"]!["deadLetterDestination"]!["properties"]![
                    "blobContainerName"]!);
            Assert.Matches("^[A-Za-z0-9-]{3,64}$", Deployment.NameOf(subscription));
        }
    }

    [Fact]
    public void The_key_that_Event_Grid_calls_with_is_read_when_it_is_deployed()
    {
        Assert.All(
            DatasetSubscriptions(deployments.Events), s => Assert.Contains("listKeys(", EndpointOf(s), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("flat", "2024.csv")]
    [InlineData("one", "daily/2024.csv")]
    [InlineData("folders", "2024.csv", "daily/2024.csv")]
    [InlineData("middle", "a/b/c.csv", "a/bb/c.csv")]
    [InlineData("everything", "a/x", "a/x/y.csv")]
    [InlineData("compressed", "A/x.csv.gz")]
    [InlineData("alternatives", "a/b-1/x.csv", "a/c-/y.csv")]
    [InlineData("ends", "x.csv", "x.zip")]
    [InlineData("any_case", "Ads/x.csv", "ADS/X.CSV")]
    [InlineData("one_in_any_case", "Ads.csv", "ADS.CSV")]
    [InlineData("placeholders", "a/eu/2025-01-01/x.csv")]
    [InlineData("placeholder_in_name", "1.csv.gz", "2.csv.zst")]
    [InlineData("several", "a/x.csv")]
    [InlineData("several-3", "x.csv", "a/b/x.csv.gz")]
    [InlineData("several-4", "a/b/x.csv")]
    public void The_filter_of_any_path_lets_its_files_through(string name, params string[] files)
    {
        var path = Paths[name];
        var filter = SubscriptionOf(name)["properties"]!["filter"]!;
        var (begins, ends) = ((string)filter["subjectBeginsWith"]!, (string)filter["subjectEndsWith"]!);

        var container = $"/blobServices/default/containers/{path.Container}/blobs/";
        var comparison = path.IgnoresCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        Assert.Equal(!path.IgnoresCase, (bool)filter["isSubjectCaseSensitive"]!);
        Assert.Equal(container + (path.Glob.AsSpan().ContainsAny('*', '{') ? path.Folder : path.Glob), begins);
        Assert.All(files, f => Assert.True(path.Matches(f)));
        Assert.All(files, f => Assert.StartsWith(begins, container + f, comparison));
        Assert.All(files, f => Assert.EndsWith(ends, container + f, comparison));
    }

    [Theory]
    [InlineData("alternatives", ".csv")]
    [InlineData("ends", "")]
    [InlineData("several-3", "")]
    [InlineData("everything", "")]
    [InlineData("placeholders", ".csv")]
    [InlineData("placeholder_in_name", "")]
    [InlineData("compressed", ".csv.gz")]
    public void The_filter_of_a_path_has_the_end_that_all_its_files_have(string name, string end) =>
        Assert.Equal(end, (string)SubscriptionOf(name)["properties"]!["filter"]!["subjectEndsWith"]!);

    [Fact]
    public void A_path_with_a_pattern_of_containers_has_no_subscription_and_no_function()
    {
        Assert.Equal(Paths.Count + 2, ManyPaths.Lake.Datasets.Sum(d => d.Paths.Count));
        Assert.Equal(Paths.Count, ManySubscriptions.Count);
        Assert.DoesNotContain(ManySubscriptions, s => FunctionOf(s) is "Ingest-several-2" or "Ingest-by_pattern");
    }

    [Fact]
    public void Each_subscription_has_a_name_of_its_own() =>
        Assert.Equal(
            ManySubscriptions.Count, ManySubscriptions.Select(Deployment.NameOf).Distinct(StringComparer.OrdinalIgnoreCase).Count());

    [Fact]
    public void Only_an_app_that_finds_containers_can_read_the_whole_account()
    {
        Assert.DoesNotContain(deployments.Plain.Resources, CanReadAccount);
        Assert.Single(deployments.ManyMain.Resources, CanReadAccount);
        Assert.DoesNotContain(
            deployments.ManyMain.Resources, r => r.ToJsonString().Contains("containers/partner-", StringComparison.Ordinal));
    }

    [Fact]
    public void The_function_of_a_subscription_is_one_that_the_app_has_and_that_watches_its_files()
    {
        var triggers = IngestTrigger.From(ManyPaths.Lake);
        Assert.Equal(triggers.Select(t => t.Name).Order(), ManySubscriptions.Select(FunctionOf).Distinct().Order());
        foreach (var (name, path) in Paths)
        {
            var trigger = triggers.Single(t => t.Name == FunctionOf(SubscriptionOf(name)));
            Assert.StartsWith(
                trigger.Path.Replace("{name}", "", StringComparison.Ordinal), $"{path.Container}/{path.Prefix}", StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("apart_1", "apart_1")]
    [InlineData("apart_2", "apart_2")]
    [InlineData("inner_second", "outer_first")]
    [InlineData("inner_first", "outer_second")]
    [InlineData("upper", "upper")]
    [InlineData("folder_of_its_name", "folder_of_its_name")]
    [InlineData("several", "several")]
    [InlineData("several-3", "several-3")]
    [InlineData("several-4", "several")]
    [InlineData("any_case", "any_case")]
    [InlineData("within_any_case", "any_case")]
    public void Uploads_below_another_path_fire_its_function(string name, string function) =>
        Assert.Equal($"Ingest-{function}", FunctionOf(SubscriptionOf(name)));

    private IReadOnlyList<JsonObject> ManySubscriptions => [.. DatasetSubscriptions(deployments.ManyEvents)];

    // The paths that have a subscription, in the order of the subscriptions.
    private static OrderedDictionary<string, DatasetPath> Paths { get; } = new(
        ManyPaths.Lake.Datasets.SelectMany(d => d.Paths.Select((p, i) => KeyValuePair.Create(d.NameOfPath(i), p)))
            .Where(p => !p.Value.HasContainerPattern));

    private JsonObject SubscriptionOf(string name) => ManySubscriptions[Paths.IndexOf(name)];

    private static bool CanReadAccount(JsonObject resource) =>
        (string?)resource["type"] == "Microsoft.Authorization/roleAssignments"
        && ((string)resource["properties"]!["roleDefinitionId"]!).EndsWith("2a2b9908-6ea1-4ae2-8e65-a410df84e7d1", StringComparison.Ordinal)
        && !((string)resource["id"]!).Contains("/containers/", StringComparison.Ordinal);

    private static IEnumerable<JsonObject> DatasetSubscriptions(Deployment events) =>
        events.Of("Microsoft.EventGrid/systemTopics/eventSubscriptions").Where(IsOfDataset);

    private static bool IsOfDataset(JsonObject subscription) => subscription["properties"]!["destination"] is not null;

    private static IEnumerable<string> Subscriptions(Deployment events) =>
        DatasetSubscriptions(events).Select(s =>
            $"{s["properties"]!["filter"]!["subjectBeginsWith"]} {s["properties"]!["filter"]!["subjectEndsWith"]} {FunctionOf(s)}");

    private static string EndpointOf(JsonObject subscription) =>
        (string)subscription["properties"]!["destination"]!["properties"]!["endpointUrl"]!;

    private static string FunctionOf(JsonObject subscription) => FunctionOfEndpoint().Match(EndpointOf(subscription)).Value;

    private static IEnumerable<string> Texts(JsonNode node) => node.AsArray().Select(v => (string)v!);

    [GeneratedRegex("(?<=')Ingest-[^']+")]
    private static partial Regex FunctionOfEndpoint();
}
