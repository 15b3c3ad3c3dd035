using System.Text;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Logs;
using Sluice.AzureStorage;
using Sluice.Functions;
using Sluice.Functions.Hosting;
using Sluice.Functions.Triggers;
using Sluice.Hosting.Triggers;
using Sluice.IntegrationTests.Azurite;
using Sluice.IntegrationTests.Loading;
using Sluice.Ledger;
using Sluice.Loading;
using Sluice.Operations;
using Sluice.Warehouse;

namespace Sluice.IntegrationTests.Functions;

/// <summary>The worker's log has one line for a function that fails, and the line says everything.</summary>
public sealed class WorkerLogTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string Refused =
        "The lake's storage refuses a request: This request is not authorized to perform this operation using this permission. "
        + "(403 AuthorizationPermissionMismatch).";

    private readonly List<LogRecord> log = [];
    private readonly string name = $"ads/{Guid.NewGuid():N}.csv";
    private RefusingProxy? proxy;
    private IHost? app;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private BlobClient Blob => azurite.Service.GetBlobContainerClient("data").GetBlobClient(name);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        app?.Dispose();
        await (proxy?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    [Fact]
    public async Task A_load_that_fails_is_one_line_and_what_the_host_sees_has_neither_reason_nor_stack_trace()
    {
        await StartAsync(refused: "GET");

        var thrown = await FailAsync();

        var line = Assert.Single(log, l => l.LogLevel >= LogLevel.Warning);
        Assert.Equal((7, LogLevel.Error, null), (line.EventId.Id, line.LogLevel, line.Exception));
        Assert.Matches($@"^data/{name}: load \d+ failed, attempt 1: {RegexOf(Refused)} The sweep tries again from \S+ \S+ on\.$",
            line.FormattedMessage!);
        AssertBare(thrown, $"data/{name}: load 1 failed; the log says why.");
    }

    [Fact]
    public async Task So_is_one_that_cannot_begin()
    {
        await StartAsync(refused: "HEAD");

        var thrown = await FailAsync();

        var line = Assert.Single(log, l => l.LogLevel >= LogLevel.Warning);
        Assert.Equal((31, null), (line.EventId.Id, line.Exception));
        Assert.Equal(
            $"data/{name}: the blob trigger failed before a load began, and the failure could not be recorded: {Refused} "
                + "The host tries again, and then the sweep does.",
            line.FormattedMessage);
        AssertBare(thrown, "Ingest-ads failed; the log says why.");
    }

    [Theory]
    [InlineData(nameof(IWarehouse.BeginAsync), 8, "{file}: load 1 failed; the log says why.")]
    [InlineData(nameof(IWarehouse.TryLockAsync), 31, "Ingest-ads failed; the log says why.")]
    public async Task So_is_one_whose_warehouse_is_gone(string gone, int number, string message)
    {
        await StartAsync(refused: null, gone);

        var thrown = await FailAsync();

        var line = Assert.Single(log, l => l.LogLevel >= LogLevel.Warning);
        Assert.Equal((number, LogLevel.Error, null), (line.EventId.Id, line.LogLevel, line.Exception));
        Assert.Single(line.FormattedMessage!.Split("The network is gone.")[1..]);
        AssertBare(thrown, message.Replace("{file}", $"data/{name}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_fault_of_the_app_has_its_stack_trace_there_and_only_there()
    {
        await StartAsync(refused: null);

        var thrown = await FailAsync(
            () => throw new InvalidOperationException("Not bound.", new InvalidOperationException("The app is at fault.")));

        var line = Assert.Single(log, l => l.LogLevel >= LogLevel.Warning);
        Assert.Equal((11, "The app is at fault."), (line.EventId.Id, line.Exception?.Message));
        AssertBare(thrown, "Ingest-ads failed; the log says why.");
    }

    [Fact]
    public async Task A_sweep_that_cannot_be_started_is_one_line()
    {
        await StartAsync(refused: null, nameof(IWarehouse.ReadRunningOperationsAsync));
        var sweep = app!.Services.GetRequiredService<SweepFunction>();

        var thrown = await Assert.ThrowsAsync<LoggedException>(
            () => InvokeAsync(new BareFunctionContext("Sweep", "timerTrigger"), () => sweep.RunAsync(new TimerInfo(), Cancel)));

        var line = Assert.Single(log, l => l.LogLevel >= LogLevel.Warning);
        Assert.Equal((34, "Sweep failed: The network is gone.", null), (line.EventId.Id, line.FormattedMessage, line.Exception));
        AssertBare(thrown, "Sweep failed; the log says why.");
    }

    [Fact]
    public async Task So_is_work_of_a_sweep_that_fails_and_the_operation_has_the_reason()
    {
        await StartAsync(refused: null, nameof(IWarehouse.ReadFilesAsync));
        var warehouse = app!.Services.GetRequiredService<IWarehouse>();
        var sweep = await warehouse.StartOperationAsync(
            new Operation
            {
                Id = 0,
                Kind = OperationKind.Sweep,
                State = OperationState.Running,
                Request = WorkRequest.Sweep().ToJson(),
                Queued = true,
                StartedAt = DateTimeOffset.UtcNow,
                UpdatedAt = DateTimeOffset.UtcNow,
            },
            Cancel);
        var work = app.Services.GetRequiredService<WorkFunction>();

        var thrown = await Assert.ThrowsAsync<LoggedException>(
            () => InvokeAsync(
                new BareFunctionContext("Work", "queueTrigger"), () => work.RunAsync(new WorkItem(sweep.Id).ToJson(), Cancel)));

        var line = Assert.Single(log, l => l.LogLevel >= LogLevel.Warning);
        Assert.Equal((34, "Work failed: The network is gone.", null), (line.EventId.Id, line.FormattedMessage, line.Exception));
        AssertBare(thrown, "Work failed; the log says why.");
        await app.Services.GetRequiredService<WorkPoisonFunction>().RunAsync(new WorkItem(sweep.Id).ToJson(), Cancel);
        var ended = (await warehouse.FindOperationAsync(sweep.Id, Cancel))!;
        Assert.Equal(OperationState.Failed, ended.State);
        Assert.Contains("is not tried again: The network is gone.", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_stopped_is_no_error()
    {
        await StartAsync(refused: null);
        await app!.Services.GetRequiredService<Loader>().StopAsync(Cancel);

        var thrown = await FailAsync();

        Assert.DoesNotContain(log, l => l.LogLevel >= LogLevel.Warning);
        AssertBare(thrown, "Ingest-ads was stopped before it ended.");
    }

    [Theory]
    [InlineData("Azure.Core")]
    [InlineData("Azure.Core.1")]
    [InlineData("Azure.Identity")]
    public void Neither_worker_nor_host_prints_the_answers_that_the_storage_client_expects(string category)
    {
        using var worker = Build(TestSettings.With());
        using var host = Host();

        Assert.All(
            [worker.Services.GetRequiredService<ILoggerFactory>(), host],
            l => Assert.Equal((false, true), (l.CreateLogger(category).IsEnabled(LogLevel.Warning),
                l.CreateLogger("Function.Ingest-ads").IsEnabled(LogLevel.Information))));
    }

    [Fact]
    public void The_host_prints_what_it_sees_of_a_failure_once_and_what_it_knows_alone_at_all()
    {
        using var host = Host();

        Assert.False(host.CreateLogger("Host.Results").IsEnabled(LogLevel.Error));
        Assert.True(host.CreateLogger("Function.Ingest-ads").IsEnabled(LogLevel.Error));
    }

    [Fact]
    public void The_worker_does_not_print_what_a_function_throws()
    {
        using var worker = Build(TestSettings.With());

        var category = typeof(FunctionContext).Assembly
            .GetType("Microsoft.Azure.Functions.Worker.FunctionsApplication", throwOnError: true)!.FullName!;
        Assert.False(worker.Services.GetRequiredService<ILoggerFactory>().CreateLogger(category).IsEnabled(LogLevel.Critical));
    }

    // The log with the host's settings.
    private static ILoggerFactory Host() => LoggerFactory.Create(l => l
        .AddConfiguration(new ConfigurationBuilder().AddJsonFile(RepositoryRoot.Of("host.json")).Build().GetSection("logging"))
        .AddOpenTelemetry(o => o.AddInMemoryExporter(new List<LogRecord>())));

    private static string RegexOf(string text) => System.Text.RegularExpressions.Regex.Escape(text);

    private static void AssertBare(Exception thrown, string message)
    {
        Assert.Equal((message, message, null), (thrown.Message, thrown.ToString(), thrown.StackTrace));
        Assert.Null(thrown.InnerException);
        Assert.DoesNotContain("refuses", message, StringComparison.Ordinal);
        Assert.DoesNotContain("network", message, StringComparison.Ordinal);
    }

    // The app with a lake that refuses a method on the file, and a warehouse whose given member fails once the file is there.
    private async Task StartAsync(string? refused, string? gone = null)
    {
        proxy = new RefusingProxy(azurite.Server.BlobPort, $"{refused ?? "-"} /devstoreaccount1/data/{name} ");
        app = Build(
            TestSettings.With(("LakeStorage", AzuriteServer.ConnectionStringFor(proxy.Port, azurite.Server.QueuePort))),
            gone is null ? null : member =>
            {
                if (member == gone || (gone == nameof(IWarehouse.BeginAsync) && member == nameof(IWarehouse.EndLoadAsync)))
                {
                    throw new WarehouseUnavailableException("The network is gone.");
                }
            });
        await app.Services.GetRequiredService<StartupTask>().Ready;
        await Blob.UploadAsync(
            new MemoryStream(Encoding.UTF8.GetBytes("id,owner_id,title,category,price,city,created_at,deleted_at\n")), Cancel);
    }

    private Task<LoggedException> FailAsync()
    {
        var blob = LakeStorageSettings.FromConnectionString(azurite.ConnectionString).CreateClient()
            .GetBlobContainerClient("data").GetBlobBaseClient(name);
        return FailAsync(() => app!.Services.GetRequiredService<IngestFunction>().RunAsync(blob, Cancel));
    }

    private async Task<LoggedException> FailAsync(Func<Task> function) =>
        await Assert.ThrowsAnyAsync<LoggedException>(() => InvokeAsync(BareFunctionContext.OfBlob("Ingest-ads", $"data/{name}"), function));

    private Task InvokeAsync(FunctionContext context, Func<Task> function)
    {
        var trigger = app!.Services.GetRequiredService<TriggerMiddleware>();
        return app.Services.GetRequiredService<StartupMiddleware>().Invoke(context, c => trigger.Invoke(c, _ => function()));
    }

    private IHost Build(IConfiguration settings, Action<string>? onCall = null)
    {
        var builder = FunctionsApplication.CreateBuilder([]);
        builder.Configuration.AddConfiguration(settings);
        builder.Logging.AddOpenTelemetry(o =>
        {
            o.IncludeFormattedMessage = true;
            o.AddInMemoryExporter(log);
        });
        builder.ConfigureSluice(RepositoryRoot.Path);
        if (onCall is not null)
        {
            var inner = builder.Services.Last(d => d.ServiceType == typeof(IWarehouse)).ImplementationFactory!;
            builder.Services.AddSingleton(services =>
            {
                var (warehouse, calls) = CountedWarehouse.Over((IWarehouse)inner(services));
                calls.OnCall = onCall;
                return warehouse;
            });
        }

        return builder.Build();
    }
}
