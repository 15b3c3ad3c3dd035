using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Sluice.Functions.Hosting;
using Sluice.Hosting.Triggers;
using Sluice.Loading;
using Sluice.Local.Hosting;
using Sluice.Telemetry;

namespace Sluice.Tests.Docs;

public sealed partial class DocumentTests
{
    /// <summary>The commands that the documents may use.</summary>
    private static readonly HashSet<string> Programs =
    [
        "az", "azd", "cd", "cosign", "cp", "curl", "docker", "dotnet", "eval", "export", "func", "gh", "infra/hooks/event-subscriptions.sh",
        "npm", "perl",
        "sluice", "sqlcmd", "sudo", ".ci/run",
        .. Directory.EnumerateFiles(RepositoryRoot.Of("eng"), "*.sh").Select(f => $"eng/{Path.GetFileName(f)}"),
    ];

    [Fact]
    public void Every_command_is_of_a_program_that_the_documents_say_to_have()
    {
        var commands = Fence.OfCommands.SelectMany(f => f.Commands).Select(c => Assignment().Replace(c, "").TrimStart('('));
        Assert.Empty(commands.Where(c => CommandName().IsMatch(c)).Select(c => c.Split(' ')[0]).Except(Programs));
    }

    [Fact]
    public void Every_file_that_a_document_names_is_there()
    {
        var missing = Fence.Documents
            .SelectMany(d => RepositoryPath().Matches(File.ReadAllText(RepositoryRoot.Of(d.Split('/')))).Select(m => m.Value))
            .Distinct().Where(p => !Path.Exists(RepositoryRoot.Of(p.TrimEnd('/').Split('/'))));
        Assert.Empty(missing);
    }

    [Fact]
    public void Every_link_leads_to_a_heading_that_is_there()
    {
        foreach (var document in Fence.Documents)
        {
            var text = File.ReadAllText(RepositoryRoot.Of(document.Split('/')));
            foreach (var link in Link().Matches(text)
                .Select(m => m.Groups[1].Value).Where(l => !l.StartsWith("http", StringComparison.Ordinal)))
            {
                var (file, anchor) = link.Split('#') is [var f, var a] ? (f, a) : (link, "");
                var target = file.Length == 0
                    ? RepositoryRoot.Of(document.Split('/'))
                    : Path.Combine(Path.GetDirectoryName(RepositoryRoot.Of(document.Split('/')))!, file);
                Assert.True(Path.Exists(target), $"{document} links to {link}, which is not there.");
                Assert.True(
                    anchor.Length == 0 || Anchors(target).Contains(anchor), $"{document} links to {link}, a heading that is not there.");
            }
        }
    }

    [Fact]
    public void Operations_tells_of_every_metric_with_its_unit()
    {
        var metrics = typeof(LoadMetrics).GetProperties(BindingFlags.Static | BindingFlags.NonPublic)
            .Select(p => p.GetValue(null)).OfType<System.Diagnostics.Metrics.Instrument>()
            .Select(i => $"| `{i.Name}` | `{i.Unit}` |").Order(StringComparer.Ordinal);
        Assert.Equal(metrics, MetricRow().Matches(Operations).Select(m => m.Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Operations_tells_of_every_line_of_the_log_by_its_number_and_level()
    {
        var events = LogEvents().Select(e => $"| {e.EventId} | {e.Level} |").ToList();
        Assert.Equal(events.Distinct(), events);
        Assert.Equal(
            events.Order(StringComparer.Ordinal), EventRow().Matches(Operations).Select(m => m.Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_line_of_the_log_has_a_place_for_a_value_of_a_field()
    {
        string[] places =
        [
            "Action", "Attempt", "Caller", "Changes", "Dataset", "Events", "Failed", "File", "Files", "Function", "Kind", "Load", "Loaded",
            "Loads", "Matched", "NewFile", "Next", "Operation", "Operations", "Part", "Reason", "Refused", "Rejected", "Removed",
            "Requests", "Roles", "Row", "Rows", "State", "Status", "Waiting",
        ];
        Assert.Empty(LogEvents().SelectMany(e => Placeholder().Matches(e.Message).Select(m => m.Value)).Except(places));
    }

    [Fact]
    public void Operations_gives_the_reason_of_every_setting_of_the_host()
    {
        using var host = System.Text.Json.JsonDocument.Parse(File.ReadAllText(RepositoryRoot.Of("host.json")));
        foreach (var (path, value) in Leaves("", host.RootElement).Where(l => l.Path != "version"))
        {
            // One row documents the levels of all categories.
            var told = path.StartsWith("logging.logLevel.", StringComparison.Ordinal) ? "logging.logLevel" : path;
            Assert.Contains(
                Operations.Split('\n'),
                l => l.StartsWith($"| `{told}` |", StringComparison.Ordinal) && l.Contains($"`{value}`", StringComparison.Ordinal));
        }
    }

    private static string Operations => File.ReadAllText(RepositoryRoot.Of("docs", "operations.md"));

    private static IEnumerable<LoggerMessageAttribute> LogEvents() =>
        new[] { typeof(Loader), typeof(IngestFunction), typeof(HostWatch), typeof(SweepService) }
            .SelectMany(t => t.Assembly.GetTypes())
            .SelectMany(t => t.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Select(m => m.GetCustomAttribute<LoggerMessageAttribute>()).OfType<LoggerMessageAttribute>();

    private static IEnumerable<(string Path, string Value)> Leaves(string path, System.Text.Json.JsonElement element) =>
        element.ValueKind == System.Text.Json.JsonValueKind.Object
            ? element.EnumerateObject().SelectMany(p => Leaves(path.Length == 0 ? p.Name : $"{path}.{p.Name}", p.Value))
            : [(path, element.ToString() is "True" or "False" ? element.ToString().ToLowerInvariant() : element.ToString())];

    // As GitHub derives them from headings.
    private static IEnumerable<string> Anchors(string document) =>
        File.ReadLines(document).Where(l => l.StartsWith('#'))
            .Select(l => NotInAnchor().Replace(l.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    [GeneratedRegex(@"^[A-Z_]+=\$?\(?")]
    private static partial Regex Assignment();

    // The later lines of a quoted text over several lines begin with something else.
    [GeneratedRegex(@"^[a-z./][\w./-]* ?")]
    private static partial Regex CommandName();

    [GeneratedRegex(@"(?<![\w/.-])(src|infra|lake|tests|docs|eng|\.github)/[\w./-]*\w/?")]
    private static partial Regex RepositoryPath();

    [GeneratedRegex(@"\]\(([^)]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\| `sluice\.[a-z_.]+` \| `[^`]+` \|")]
    private static partial Regex MetricRow();

    [GeneratedRegex(@"(?m)^\| \d+ \| (Debug|Information|Warning|Error) \|")]
    private static partial Regex EventRow();

    [GeneratedRegex(@"(?<=\{)\w+(?=\})")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchor();
}
