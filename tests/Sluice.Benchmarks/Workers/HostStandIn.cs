using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Sluice.Benchmarks.Workers;

/// <summary>
/// As much of the Functions host as an isolated worker needs to answer its first request: it starts the worker, lets it load its
/// functions, and forwards one request to it. It listens only on this machine.
/// </summary>
internal sealed class HostStandIn : IAsyncDisposable
{
    private const string Invocation = "x-ms-invocation-id";
    private const int MaxMessageLength = int.MaxValue;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly WebApplication server;
    private readonly AwaitedWorkers workers;
    private readonly HttpClient http =
        new(new SocketsHttpHandler { ConnectCallback = ConnectAsync, PooledConnectionLifetime = TimeSpan.Zero });

    private HostStandIn(WebApplication server) =>
        (this.server, workers) = (server, server.Services.GetRequiredService<AwaitedWorkers>());

    private string Address => server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    /// <summary>Starts to listen.</summary>
    public static async Task<HostStandIn> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0, l => l.Protocols = HttpProtocols.Http2));
        builder.Services.AddRoutingCore().AddSingleton<AwaitedWorkers>().AddGrpc();
        var server = builder.Build();
        server.MapGrpcService<HostService>();
        await server.StartAsync(cancellationToken);
        return new HostStandIn(server);
    }

    /// <summary>Starts a worker, asks it for one answer, and ends it.</summary>
    /// <returns>The milliseconds from the start of its process to the answer, which was 200.</returns>
    /// <exception cref="InvalidOperationException">The worker ended, or failed.</exception>
    /// <exception cref="HttpRequestException">The answer is not 200.</exception>
    public async Task<double> MeasureAsync(WorkerApp app, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        var worker = Guid.NewGuid().ToString();
        var answered = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        workers.Await(worker, async conversation =>
        {
            try
            {
                var answer = await AnswerAsync(app, conversation, patience.Token);
                await conversation.FinishAsync(patience.Token);
                answered.SetResult(answer);
                await conversation.EndAsync(patience.Token);
            }
            catch (Exception e)
            {
                answered.TrySetException(WithLog(e, conversation.Errors));
            }
        });

        var started = Stopwatch.GetTimestamp();
        using var process = Start(app, worker);
        try
        {
            var errors = process.StandardError.ReadToEndAsync(patience.Token);
            var ended = process.WaitForExitAsync(patience.Token);
            if (await Task.WhenAny(answered.Task, ended) == ended)
            {
                throw new InvalidOperationException($"{app.Assembly} ended before it had answered: {await errors}");
            }

            var elapsed = Stopwatch.GetElapsedTime(started, await answered.Task);
            await ended;
            return elapsed.TotalMilliseconds;
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await server.DisposeAsync();
    }

    private async Task<long> AnswerAsync(WorkerApp app, WorkerConversation conversation, CancellationToken cancellationToken)
    {
        var address = await conversation.InitializeAsync(app.Folder, cancellationToken);
        var functions = await conversation.LoadFunctionsAsync(app.Folder, cancellationToken);
        var invocation = Guid.NewGuid().ToString();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, app.Path)) { Headers = { { Invocation, invocation } } };
        var answer = http.SendAsync(request, cancellationToken);
        await conversation.InvokeAsync(functions.Single(f => f.Name == app.Function).FunctionId, invocation, cancellationToken);
        using var response = await answer;
        var content = await response.Content.ReadAsStringAsync(cancellationToken);
        return response.StatusCode == HttpStatusCode.OK
            ? Stopwatch.GetTimestamp()
            : throw new HttpRequestException($"{app.Assembly} answered {(int)response.StatusCode} {content}");
    }

    private Process Start(WorkerApp app, string worker)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [
                Path.Combine(app.Folder, app.Assembly),
                "--functions-uri", Address, "--functions-worker-id", worker, "--functions-request-id", Guid.NewGuid().ToString(),
                "--functions-grpc-max-message-length", MaxMessageLength.ToString(CultureInfo.InvariantCulture),
            ])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = app.Folder,
        };
        foreach (var (name, value) in app.Settings)
        {
            start.Environment[name] = value;
        }

        start.Environment["FUNCTIONS_APPLICATION_DIRECTORY"] = app.Folder;
        start.Environment["FUNCTIONS_WORKER_DIRECTORY"] = app.Folder;
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        return process;
    }

    private static Exception WithLog(Exception e, string errors) =>
        errors.Length == 0 ? e : new InvalidOperationException($"{e.Message}\n{errors}", e);

    // A worker says where it listens before it does. The host tries until it can connect.
    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        while (true)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused)
            {
                socket.Dispose();
                await Task.Delay(TimeSpan.FromMilliseconds(5), cancellationToken);
            }
        }
    }
}
