using Microsoft.Extensions.Logging;
using Sluice.Ledger;

namespace Sluice.Loading;

public sealed partial class Loader
{
    [LoggerMessage(1, LogLevel.Information, "{File}: load {Load} begins, {Kind} from row {Row}")]
    private partial void LogStarted(string file, long load, LoadKind kind, long row);

    [LoggerMessage(10, LogLevel.Warning, "{File}: load {Load} resumes at row {Row}, where a load was cut off")]
    private partial void LogResumed(string file, long load, long row);

    [LoggerMessage(2, LogLevel.Information, "{File}: load {Load} has ended, {State}, {Rows} rows, {Rejected} rejected")]
    private partial void LogEnded(string file, long load, LoadState state, long rows, long rejected);

    [LoggerMessage(3, LogLevel.Information, "{File} is loaded already")]
    private partial void LogUnchanged(string file);

    [LoggerMessage(4, LogLevel.Information, "{File} is being loaded already")]
    private partial void LogBusy(string file);

    [LoggerMessage(5, LogLevel.Warning, "{File} is ignored: {Reason}")]
    private partial void LogIgnored(string file, string reason);

    [LoggerMessage(16, LogLevel.Information, "{File} cannot be loaded now: {Reason}")]
    private partial void LogOutOfReach(string file, string reason);

    [LoggerMessage(6, LogLevel.Information, "{File}: load {Load} is superseded: {Reason}")]
    private partial void LogSuperseded(string file, long load, string reason);

    [LoggerMessage(7, LogLevel.Error, "{File}: load {Load} failed, attempt {Attempt}: {Reason} {Next}")]
    private partial void LogFailed(Exception? trace, string file, long load, int attempt, string reason, string next);

    [LoggerMessage(13, LogLevel.Warning, "{File}: load {Load} refused the file: {Reason}")]
    private partial void LogRefused(string file, long load, string reason);

    [LoggerMessage(17, LogLevel.Warning, "{File}: load {Load} found columns that differ from the schema: {Changes}")]
    private partial void LogChanges(string file, long load, string changes);

    [LoggerMessage(14, LogLevel.Information, "{File}: load {Load} was stopped; the next one resumes at its last commit")]
    private partial void LogStopped(string file, long load);

    [LoggerMessage(9, LogLevel.Warning, "{File}: the blob trigger has given up, recorded as load {Load}")]
    private partial void LogGivenUp(string file, long load);

    [LoggerMessage(
        12, LogLevel.Warning,
        "{File}: load {Load} was abandoned: its process ended or lost the warehouse; "
        + "{Rows} rows and {Rejected} rejects are committed, and the next load resumes after them")]
    private partial void LogAbandoned(string file, long load, long rows, long rejected);

    [LoggerMessage(15, LogLevel.Information, "{File} was renamed to {NewFile}, and its rows went along")]
    private partial void LogMoved(string file, string newFile);

    [LoggerMessage(
        8, LogLevel.Error, "{File}: load {Load} failed, attempt {Attempt}, and not all of it could be recorded: {Reason} {Next}")]
    private partial void LogNotRecorded(Exception? trace, string file, long load, int attempt, string reason, string next);
}
