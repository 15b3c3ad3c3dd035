using System.Text.RegularExpressions;

namespace Sluice.IntegrationTests.Docs;

/// <summary>The examples of README.md and docs/ that somebody runs: commands, requests, and addresses that a program reads.</summary>
internal static partial class Examples
{
    private const string OtherTests = "other tests run it";

    /// <summary>The commands of blocks marked <c>sh</c> that cannot run here, by how they begin, and why.</summary>
    private static readonly Dictionary<string, string> NotRun = new()
    {
        ["az "] = "needs the Azure CLI",
        ["curl --fail --retry 30 "] = "needs the containers",
        ["cosign "] = "needs a signed image",
        ["docker "] = "needs Docker",
        ["perl "] = "makes the secrets of the containers",
        ["dotnet publish src/Sluice.Local --os linux "] = "needs the base image",
        ["dotnet run -c Release --project tests/Sluice.Benchmarks "] = "takes minutes, and the data of others",
        ["dotnet test"] = "is these tests",
        ["dotnet tool install "] = OtherTests,
        ["sluice demo"] = OtherTests,
        ["sluice run --host "] = OtherTests,
        ["sluice upload Ads.csv --dataset ads --storage https:"] = "needs Azure",
        ["npm "] = "starts Azurite on its usual ports; " + OtherTests,
        ["cp local.settings.sample.json "] = "is for `func start`",
        ["cd src/Sluice.Functions"] = "is for `func start`",
        ["func "] = "needs the Azure Functions Core Tools",
    };

    /// <summary>
    /// What blocks are marked with. Blocks marked <c>azurecli</c> need Azure, or the pipeline, and those marked <c>powerquery</c> Power BI;
    /// those marked <c>sh run</c> are run by <see cref="DocumentedCommandTests"/>.
    /// </summary>
    private static readonly string[] Kinds = ["", "azurecli", "http", "json", "kusto", "powerquery", "python", "r", "sh", "sh run", "text"];

    /// <summary>The documents for users.</summary>
    public static IReadOnlyList<string> Documents { get; } =
        [.. Fence.Documents.Where(d => d == "README.md" || d.StartsWith("docs/", StringComparison.Ordinal))];

    /// <summary>What can run of a document, block by block; blocks without such an example are left out.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Of(string document) =>
    [
        .. Fence.Of(document).Select(f => (IReadOnlyList<string>)[.. Of(f).Where(e => ReasonOf(e) is null)]).Where(b => b.Count > 0),
    ];

    /// <summary>The blocks that are marked with something unknown, so that nobody knows whether they run.</summary>
    public static IEnumerable<Fence> OfUnknownKind() => Documents.SelectMany(Fence.Of).Where(f => !Kinds.Contains(f.Info));

    /// <summary>The commands that neither run nor are known not to.</summary>
    public static IEnumerable<string> Unknown() =>
        Documents.SelectMany(Fence.Of).Where(f => f.Info == "sh").SelectMany(f => f.Commands)
            .Where(c => !Runnable().IsMatch(c) && ReasonOf(c) is null);

    /// <summary>The reasons that are of no command.</summary>
    public static IEnumerable<string> Unused() =>
        NotRun.Keys.Where(b => !Documents.SelectMany(Fence.Of).Where(f => f.Info == "sh").SelectMany(f => f.Commands)
            .Any(c => c.StartsWith(b, StringComparison.Ordinal)));

    // A request of HTTP is run as it is written, and of a program the addresses that it reads.
    private static IEnumerable<string> Of(Fence fence) => fence.Info switch
    {
        "sh" => fence.Commands,
        "http" => fence.Lines,
        "python" or "r" => fence.Lines.SelectMany(l => Address().Matches(l)).Select(m => $"GET {m.Value}"),
        _ => [],
    };

    private static string? ReasonOf(string command) =>
        NotRun.FirstOrDefault(n => command.StartsWith(n.Key, StringComparison.Ordinal)).Value;

    [GeneratedRegex("^(sluice|curl) ")]
    private static partial Regex Runnable();

    [GeneratedRegex("""http://localhost:7071[^"]*""")]
    private static partial Regex Address();
}
