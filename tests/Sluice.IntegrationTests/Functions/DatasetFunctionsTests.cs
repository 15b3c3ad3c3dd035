using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Core.FunctionMetadata;
using Sluice.Functions.Triggers;
using Sluice.Hosting.Access;

namespace Sluice.IntegrationTests.Functions;

public sealed class DatasetFunctionsTests
{
    private static readonly DefaultFunctionMetadata Template = new()
    {
        Name = "Ingest",
        EntryPoint = "Sluice.Functions.Triggers.IngestFunction.RunAsync",
        ScriptFile = "Sluice.Functions.dll",
        Language = "dotnet-isolated",
        RawBindings =
        [
            """{"name":"file","direction":"In","type":"blobTrigger","path":"ingest-template/{name}","""
                + "\"connection\":\"LakeStorage\",\"properties\":{\"supportsDeferredBinding\":\"True\"}}",
        ],
    };

    private static readonly DefaultFunctionMetadata Other = new() { Name = "Sweep", RawBindings = ["""{"type":"timerTrigger"}"""] };

    private static readonly DefaultFunctionMetadata Data = new()
    {
        Name = "Data",
        EntryPoint = "Sluice.Data",
        RawBindings = ["""{"type":"httpTrigger","authLevel":"Function","route":"data/{*path}"}"""],
    };

    [Fact]
    public async Task The_template_becomes_one_function_per_dataset_and_others_stay_as_they_are()
    {
        var functions = await AskAsync(BlobTriggerSource.LogsAndContainerScan);

        Assert.Equal(["Ingest-users", "Ingest-ads", "Sweep", "Data"], functions.Select(f => f.Name));
        Assert.Same(Other, functions[2]);
    }

    [Theory]
    [InlineData(BlobTriggerSource.LogsAndContainerScan)]
    [InlineData(BlobTriggerSource.EventGrid)]
    public async Task Each_runs_the_template_on_its_own_path_by_the_source_of_the_settings(BlobTriggerSource source)
    {
        var ads = (await AskAsync(source)).Single(f => f.Name == "Ingest-ads");

        Assert.Equal((Template.EntryPoint, Template.ScriptFile, Template.Language), (ads.EntryPoint, ads.ScriptFile, ads.Language));
        var expected = JsonNode.Parse(
            $$$"""
            {"name":"file","direction":"In","type":"blobTrigger","path":"data/ads/{name}","connection":"LakeStorage",
             "properties":{"supportsDeferredBinding":"True"},"source":"{{{source}}}"}
            """);
        Assert.NotNull(ads.RawBindings);
        Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(Assert.Single(ads.RawBindings))));
    }

    [Theory]
    [InlineData(nameof(AccessMode.FunctionKey), "Function")]
    [InlineData(nameof(AccessMode.Entra), "Anonymous")]
    public async Task If_callers_sign_in_the_host_lets_all_requests_pass_to_the_worker(string mode, string level)
    {
        var provider = new DatasetFunctions(
            new Worker(), TestLake.Of(("users", "data", "users/*.csv")), default, Enum.Parse<AccessMode>(mode));

        var functions = await provider.GetFunctionMetadataAsync("");

        var data = JsonNode.Parse(Assert.Single(functions.Single(f => f.Name == "Data").RawBindings!))!;
        Assert.Equal((level, "data/{*path}"), ((string)data["authLevel"]!, (string)data["route"]!));
        Assert.Equal("Sluice.Data", functions.Single(f => f.Name == "Data").EntryPoint);
        Assert.Same(Other, functions.Single(f => f.Name == "Sweep"));
    }

    [Fact]
    public async Task The_host_gets_the_same_answer_each_time_it_asks()
    {
        var provider = Provider(BlobTriggerSource.LogsAndContainerScan);

        var first = await provider.GetFunctionMetadataAsync("");
        var second = await provider.GetFunctionMetadataAsync("");

        Assert.Equal(first.Select(Describe), second.Select(Describe));
        Assert.Equal(first.Length, first.Select(f => f.FunctionId).Distinct().Count());
    }

    private static string Describe(IFunctionMetadata f) =>
        $"{f.FunctionId} {f.Name} {f.EntryPoint} {string.Join(' ', f.RawBindings ?? [])}";

    private static Task<ImmutableArray<IFunctionMetadata>> AskAsync(BlobTriggerSource source) =>
        Provider(source).GetFunctionMetadataAsync("");

    private static DatasetFunctions Provider(BlobTriggerSource source) => new(
        new Worker(), TestLake.Of(("users", "data", "users/**/*.csv"), ("ads", "data", "ads/**/*.csv")), source);

    private sealed class Worker : IFunctionMetadataProvider
    {
        public Task<ImmutableArray<IFunctionMetadata>> GetFunctionMetadataAsync(string directory) =>
            Task.FromResult<ImmutableArray<IFunctionMetadata>>([Template, Other, Data]);
    }
}
