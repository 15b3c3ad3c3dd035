using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Sluice.IntegrationTests.Local;

namespace Sluice.IntegrationTests.Docs;

/// <summary>A folder in which examples run, one after the other. A <c>sluice run</c> goes on beside those that follow.</summary>
internal sealed partial class ExampleShell : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    private readonly TemporaryFolder folder = new();
    private readonly HttpClient http = new();
    private Process? server;
    private int port;

    public ExampleShell()
    {
        Directory.CreateDirectory(folder.Of("work"));
        Directory.CreateDirectory(folder.Of("home", ".local", "share", "bash-completion", "completions"));
        Directory.CreateDirectory(folder.Of("bin"));
        var sluice = folder.Write("bin/sluice", $"#!/bin/sh\nexec dotnet '{Cli.Program()}' \"$@\"\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(sluice, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
    }

    /// <summary>The folder that the examples work in.</summary>
    public string Work => folder.Of("work");

    /// <summary>Runs a command or a request. It must succeed.</summary>
    public async Task RunAsync(string example)
    {
        if (Request().Match(example) is { Success: true } request)
        {
            await RequestAsync(request.Groups["method"].Value, request.Groups["path"].Value, request.Groups["body"].Value);
        }
        else if (Serves().IsMatch(example))
        {
            await ServeAsync(example);
        }
        else if (example.Contains(" --watch", StringComparison.Ordinal))
        {
            await WatchAsync(example);
        }
        else
        {
            await CheckServerAsync(example);
            using var process = Start(example);
            var errors = process.StandardError.ReadToEndAsync();
            var output = await process.StandardOutput.ReadToEndAsync().WaitAsync(Limit);
            await process.WaitForExitAsync().WaitAsync(Limit);
            Assert.True(process.ExitCode == 0, $"{example}\nended with {process.ExitCode}:\n{output}{await errors}");
        }
    }

    /// <summary>Requests an address of the API.</summary>
    public async Task RequestAsync(string method, string path, string body = "")
    {
        await CheckServerAsync("localhost:7071");
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri($"http://127.0.0.1:{port}{path}"));
        request.Content = body.Length > 0 ? new StringContent(body, Encoding.UTF8, "application/json") : null;
        using var answer = await http.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, $"{method} {path} {body}\n{await answer.Content.ReadAsStringAsync()}");
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        http.Dispose();
        folder.Dispose();
    }

    // A document that only asks expects that somebody serves.
    private Task CheckServerAsync(string example) =>
        server is null && example.Contains("localhost:7071", StringComparison.Ordinal) ? ServeAsync("sluice run") : Task.CompletedTask;

    private async Task ServeAsync(string command)
    {
        await StopAsync();
        server = Start(PortOption().Replace(command, "").Replace("sluice run", "sluice run --port 0", StringComparison.Ordinal));
        var errors = new LineReader(server.StandardError);
        var output = new LineReader(server.StandardOutput);
        var ready = await output.FindAsync(@"Press Ctrl\+C to stop\.").WaitAsync(Limit);
        Assert.True(ready is not null, $"{command}\n{string.Join('\n', errors.Lines)}");
        var address = output.Lines.Single(l => l.EndsWith("/api/health", StringComparison.Ordinal)).Trim();
        port = new Uri(address).Port;
        await SweptAsync();
    }

    // The first sweep loads what lies there. The examples that follow ask for it.
    private async Task SweptAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        var running = new Uri($"http://127.0.0.1:{port}/api/data/operations/$count?$filter=state eq 'running'");
        var all = new Uri($"http://127.0.0.1:{port}/api/data/operations/$count");
        while (await http.GetStringAsync(running, limit.Token) != "0" || await http.GetStringAsync(all, limit.Token) == "0")
        {
            await Task.Delay(50, limit.Token);
        }
    }

    private async Task WatchAsync(string command)
    {
        using var process = Start(command);
        var errors = new LineReader(process.StandardError);
        var shown = await new LineReader(process.StandardOutput).FindAsync("Warehouse: ").WaitAsync(Limit);
        process.Kill(entireProcessTree: true);
        Assert.True(shown is not null, $"{command}\n{string.Join('\n', errors.Lines)}");
    }

    // The lake is the folder instead of Azurite: other tests start that.
    private Process Start(string command)
    {
        command = OfTheLake().Replace(command, "$0 --data .")
            .Replace("localhost:7071", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}"), StringComparison.Ordinal)
            .Replace("curl ", "curl --silent --show-error --fail-with-body ", StringComparison.Ordinal);
        var start = new ProcessStartInfo("sh", ["-c", command])
        {
            WorkingDirectory = Work,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = $"{folder.Of("bin")}:{start.Environment["PATH"]}";
        start.Environment["HOME"] = folder.Of("home");
        start.Environment["DOTNET_CLI_HOME"] = folder.Of("home");
        start.Environment["Sensitive__HashKey"] = Convert.ToBase64String(new byte[32]);
        return Process.Start(start)!;
    }

    private async Task StopAsync()
    {
        if (server is null)
        {
            return;
        }

        server.Kill(entireProcessTree: true);
        await server.WaitForExitAsync();
        server.Dispose();
        server = null;
    }

    [GeneratedRegex(@"^(?<method>GET|POST) (http://localhost:7071)?(?<path>/\S+)( (?<body>\{.*\}))?$")]
    private static partial Regex Request();

    [GeneratedRegex(@"\bsluice run\b")]
    private static partial Regex Serves();

    [GeneratedRegex(@" --port \d+")]
    private static partial Regex PortOption();

    [GeneratedRegex(@"\bsluice (run|upload|load|sweep|reload|erase|status|query|rejects)\b(?!.*--(data|storage)\b)")]
    private static partial Regex OfTheLake();
}
