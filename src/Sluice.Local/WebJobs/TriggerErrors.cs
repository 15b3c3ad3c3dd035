using System.Collections.Concurrent;
using Microsoft.Azure.WebJobs;
using Microsoft.Azure.WebJobs.Host.Loggers;
using Microsoft.Extensions.Logging;
using Sluice.Hosting.Triggers;
using Sluice.Loading;
using Sluice.Local.Storage;

#pragma warning disable CS0618 // The SDK has no other way to observe failed functions, and is not developed any more.

namespace Sluice.Local.WebJobs;

/// <summary>
/// Keeps the errors of functions that no load has recorded. Also logs that the WebJobs SDK could not create a function's arguments, which
/// nothing else logs.
/// </summary>
/// <param name="logger">The log.</param>
internal sealed partial class TriggerErrors(ILogger<TriggerErrors> logger)
    : IEventCollectorProvider, IAsyncCollector<FunctionInstanceLogEntry>
{
    // The start of the SDK's message; the reason is the inner exception.
    private const string NotBound = "Exception binding parameter";

    private readonly ConcurrentDictionary<string, string> reasons = new(StringComparer.Ordinal);

    /// <summary>The last error of a function, or <see langword="null"/> if it has not failed.</summary>
    /// <param name="function">The function's name: <c>Ingest-ads</c>.</param>
    public string? ReasonOf(string function) => reasons.GetValueOrDefault(function);

    /// <inheritdoc/>
    public IAsyncCollector<FunctionInstanceLogEntry> Create() => this;

    /// <inheritdoc/>
    public Task AddAsync(FunctionInstanceLogEntry item, CancellationToken cancellationToken = default)
    {
        if (item.Exception is { } exception && FailureReason.CauseOf(exception) is var cause and not OperationCanceledException
            && (cause is LoggedException logged
                ? logged.Reason
                : StorageFailure.Describe(cause)) is { } reason)
        {
            reasons[item.LogName] = reason;
            if (exception.InnerException?.Message.StartsWith(NotBound, StringComparison.Ordinal) == true)
            {
                LogNotCalled(item.LogName, reason);
            }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task FlushAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    [LoggerMessage(52, LogLevel.Error, "{Function} could not be called: {Reason}")]
    private partial void LogNotCalled(string function, string reason);
}
