using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Logs;
using Sluice.Analytics;
using Sluice.Analytics.Queries;
using Sluice.Hosting.Http.Endpoints;
using Sluice.Hosting.Http.Errors;
using Sluice.Hosting.Http.Results;
using Sluice.Hosting.Triggers;
using Sluice.Lake;
using Sluice.Loading;
using Sluice.Warehouse;

namespace Sluice.IntegrationTests.Functions;

public sealed class ProblemTests
{
    public static TheoryData<Exception, int, LogLevel> Exceptions => new()
    {
        { new QueryRefusedException("x"), 400, LogLevel.Debug },
        { new QueryValueException(), 400, LogLevel.Debug },
        { new BadHttpRequestException("x", 413), 413, LogLevel.Debug },
        { RequestException.NotFound("x"), 404, LogLevel.Debug },
        { RequestException.MethodNotAllowed(["GET"]), 405, LogLevel.Debug },
        { new QueryBusyException("x", TimeSpan.FromSeconds(1)), 429, LogLevel.Debug },
        { new QueryTimeoutException(TimeSpan.FromSeconds(1)), 504, LogLevel.Warning },
        { new QueryMemoryException(), 507, LogLevel.Warning },
        { new OperationCanceledException(), 503, LogLevel.Warning },
        { new WarehouseUnavailableException("x"), 503, LogLevel.Error },
        { new LakeUnavailableException("x"), 503, LogLevel.Error },
        { new LoggedException("x"), 503, LogLevel.Warning },
        { new InvalidOperationException("x"), 500, LogLevel.Error },
    };

    [Theory]
    [MemberData(nameof(Exceptions), DisableDiscoveryEnumeration = true)]
    public void What_who_asks_has_caused_is_no_error_of_the_log(Exception exception, int status, LogLevel level) =>
        Assert.Equal((status, level), (Problems.From(exception).Status, Problems.LevelOf(exception)));

    [Theory]
    [MemberData(nameof(Exceptions), DisableDiscoveryEnumeration = true)]
    public void The_log_has_the_reason_in_its_line_and_a_stack_trace_only_of_a_fault_of_the_app(
        Exception exception, int status, LogLevel level)
    {
        List<LogRecord> log = [];
        using (var loggers = LoggerFactory.Create(l => l.SetMinimumLevel(LogLevel.Debug).AddOpenTelemetry(o =>
        {
            o.IncludeFormattedMessage = true;
            o.AddInMemoryExporter(log);
        })))
        {
            loggers.CreateLogger("x").LogProblem(exception, "Data");
        }

        var line = Assert.Single(log);
        Assert.Equal((level, status == 500), (line.LogLevel, line.Exception is not null));
        Assert.Matches($@"^A request of Data \S+.*: {Regex.Escape(FailureReason.Describe(exception))}$", line.FormattedMessage!);
    }

    [Fact]
    public void Every_kind_of_problem_has_a_title_of_its_own() => Assert.Equal(
        [
            "Not enough memory for the query", "Something went wrong", "Stopped", "The app is not available", "The lake is not available",
            "The query took too long", "The warehouse is not available", "Too many queries at a time",
        ],
        Exceptions.Select(e => Problems.From(e.Data.Item1))
            .Where(p => p.Status is 429 or >= 500).Select(p => p.Title).Order(StringComparer.Ordinal));

    [Fact]
    public void Of_every_route_that_has_GET_there_is_HEAD() =>
        Assert.All(HttpRoute.All.Where(r => r.Methods?.Contains("GET") == true), r => Assert.Contains("HEAD", r.Methods!));

    // The Functions host tries the routes in this order, and this one matches everything.
    [Fact]
    public void The_function_of_what_no_other_answers_is_the_last_by_its_name() =>
        Assert.Equal("{*path}", HttpRoute.All.MaxBy(r => r.Function, StringComparer.OrdinalIgnoreCase)!.Template);
}
