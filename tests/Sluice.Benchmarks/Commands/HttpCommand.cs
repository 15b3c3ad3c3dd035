using System.CommandLine;
using System.Globalization;
using Sluice.Benchmarks.Comparing;
using Sluice.Benchmarks.Http;
using Sluice.Local.Terminal;
using Spectre.Console;

namespace Sluice.Benchmarks.Commands;

/// <summary><c>http</c>: what the served lake answers, to one client and to many, beside the same SQL in DuckDB.</summary>
internal static class HttpCommand
{
    private const double MostRatio = 1.5;
    private const double Allowance = 1;
    private const double LeastMegabytesPerSecond = 80;
    private const double MostHealth = 250;
    private const double MostMemory = 1.3;
    private const int Many = 200;

    /// <summary>Creates the verb.</summary>
    public static Command Create()
    {
        var rows = new Option<int>("--rows") { Description = "Ads of the sample lake.", DefaultValueFactory = _ => 1_000_000 };
        var seconds = new Option<double>("--seconds")
        {
            Description = "How long each measurement takes.",
            DefaultValueFactory = _ => 3,
        };
        var command = new Command(
            "http",
            "Asks a served sample lake with 1, 20 and 200 clients, beside the same SQL in DuckDB. Ends with 1 if a limit is passed.")
        {
            rows, seconds,
        };
        command.SetAction(async (result, cancellationToken) =>
            await RunAsync(result.GetValue(rows), TimeSpan.FromSeconds(result.GetValue(seconds)), cancellationToken) ? 0 : 1);
        return command;
    }

    private static async Task<bool> RunAsync(int rows, TimeSpan duration, CancellationToken cancellationToken)
    {
        await using var workspace = new Workspace(new Comparing.CompareOptions(rows, rows, 1, 1));
        await workspace.GenerateAsync(rows, cancellationToken);
        var data = workspace.SampleFolder(rows);
        var (warehouse, copy) = await ServedLake.LoadAsync(workspace, data, cancellationToken);
        using var peer = new PeerQueries(copy);
        var questions = Question.All(peer.FindKey());
        await using var served = await ServedLake.StartAsync(workspace, data, warehouse, cancellationToken);
        using var http = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = Timeout.InfiniteTimeSpan })
        {
            BaseAddress = served.Address,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        var clients = new Clients(http);
        foreach (var question in questions)
        {
            // What is compiled and read for the first time counts for neither side.
            await clients.AskAsync(question, 1, duration / 3, least: 1, cancellationToken);
        }

        var peers = new Dictionary<string, double>();
        List<Answers> all = [];
        List<(int Clients, long Bytes)> memory = [];
        foreach (var count in (int[])[1, 20, Many])
        {
            served.TakePeak();
            foreach (var question in questions)
            {
                if (count == 1 && question.Sql is { } sql)
                {
                    peers[question.Name] = await peer.MeasureAsync(sql, duration / 2);
                }

                all.Add(await clients.AskAsync(question, count, duration, least: count == 1 ? 3 : 1, cancellationToken));
            }

            memory.Add((count, served.TakePeak()));
        }

        AnsiConsole.Write(TableOf(all, peers));
        return Tell(all, peers, memory);
    }

    private static Table TableOf(IEnumerable<Answers> all, Dictionary<string, double> peers)
    {
        var table = new Table().Border(TableBorder.Markdown).AddColumn("what");
        foreach (var column in (string[])[
            "clients", "p50 ms", "p99 ms", "requests/s", "DuckDB ms", "MB/s", "429", "failed", "health p99 ms"])
        {
            table.AddColumn(column, c => c.RightAligned().NoWrap());
        }

        foreach (var a in all)
        {
            table.AddRow(
                a.Question.Name.EscapeMarkup(), Show.Number(a.Clients), Text(a.Percentile(0.5)), Text(a.Percentile(0.99)),
                Text(a.PerSecond),
                a.Clients == 1 && peers.TryGetValue(a.Question.Name, out var peer) ? Text(peer) : "",
                a.Clients == 1 ? Text(a.MegabytesPerSecond) : "",
                Show.Number(a.Refused), Show.Number(a.Failed + a.Resets), Text(a.OfHealth(0.99)));
        }

        return table;
    }

    private static bool Tell(
        IReadOnlyList<Answers> all, Dictionary<string, double> peers, List<(int Clients, long Bytes)> memory)
    {
        List<(string What, bool IsWithin)> limits = [];
        foreach (var a in all.Where(a => a.Clients == 1 && peers.ContainsKey(a.Question.Name)))
        {
            var (own, most) = (a.Percentile(0.5), peers[a.Question.Name] * MostRatio + Allowance);
            limits.Add(($"{a.Question.Name}, one client: {Text(own)} ms, at most {Text(most)}", own <= most));
        }

        var page = all.First(a => a.Clients == 1 && a.Question.Name == Question.Page).MegabytesPerSecond;
        limits.Add((
            $"{Question.Page} as JSON: {Text(page)} MB/s, at least {Text(LeastMegabytesPerSecond)}", page >= LeastMegabytesPerSecond));
        var many = all.Where(a => a.Clients == Many).ToList();
        var (failed, resets) = (many.Sum(a => a.Failed), many.Sum(a => a.Resets));
        limits.Add(($"{Many} clients: {failed} failures and {resets} broken connections, none allowed", failed + resets == 0));
        var health = many.Max(a => a.OfHealth(0.99));
        limits.Add(($"health beside {Many} clients, p99: {Text(health)} ms, at most {Text(MostHealth)}", health <= MostHealth));
        var (one, most200) = (memory[0].Bytes / 1e6, memory[^1].Bytes / 1e6);
        limits.Add((
            $"memory with {Many} clients: {Text(most200)} MB, at most {MostMemory} times the {Text(one)} MB of one client",
            most200 <= one * MostMemory));
        foreach (var (what, isWithin) in limits)
        {
            AnsiConsole.WriteLine($"{(isWithin ? "within" : "over  ")} {what}");
        }

        return limits.TrueForAll(l => l.IsWithin);
    }

    private static string Text(double value) => double.IsNaN(value)
        ? ""
        : value.ToString(value >= 100 ? "N0" : "0.0", CultureInfo.InvariantCulture);
}
