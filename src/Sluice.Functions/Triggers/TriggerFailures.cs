using Microsoft.Extensions.Logging;
using Sluice.Loading;

namespace Sluice.Functions.Triggers;

/// <summary>Has the ledger know why a trigger failed where no load does, because none had begun.</summary>
/// <param name="loader">Records it.</param>
/// <param name="logger">Where it tells what it could not record.</param>
public sealed partial class TriggerFailures(Loader loader, ILogger<TriggerFailures> logger)
{
    /// <summary>Does the work of a trigger. If it fails, that is recorded, unless a load has recorded it.</summary>
    /// <param name="file">The path of the file that it is about.</param>
    /// <param name="work">The work.</param>
    /// <param name="cancellationToken">What ends the work: that is no failure.</param>
    public async Task RunAsync(string file, Func<Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work();
        }
        catch (Exception e) when (e is not (LoadFailedException or OperationCanceledException) && !cancellationToken.IsCancellationRequested)
        {
            await RecordAsync(file, e, cancellationToken);
            throw;
        }
    }

    private async Task RecordAsync(string file, Exception reason, CancellationToken cancellationToken)
    {
        try
        {
            await loader.RecordFailureAsync(file, reason, cancellationToken);
        }
        catch (Exception e)
        {
            LogNotRecorded(e, file);
        }
    }

    [LoggerMessage(31, LogLevel.Error, "{File}: why the blob trigger failed could not be recorded")]
    private partial void LogNotRecorded(Exception reason, string file);
}
