using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Sluice.Local.Hosting;

/// <summary>Writes a log entry as one line, an exception as its message.</summary>
internal sealed class LineFormatter() : ConsoleFormatter(FormatterName)
{
    /// <summary>The formatter's name in the logging configuration.</summary>
    public const string FormatterName = "line";

    /// <inheritdoc/>
    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        if (logEntry.Exception is OperationCanceledException)
        {
            // Work that was cancelled, such as with Ctrl+C, has not failed.
            return;
        }

        var message = logEntry.Formatter(logEntry.State, logEntry.Exception);
        textWriter.Write(logEntry.LogLevel switch
        {
            LogLevel.Critical or LogLevel.Error => "error: ",
            LogLevel.Warning => "warning: ",
            _ => "",
        });
        textWriter.Write(message.ReplaceLineEndings(" "));
        if (logEntry.Exception is { } exception && !message.Contains(exception.Message, StringComparison.Ordinal))
        {
            textWriter.Write(": ");
            textWriter.Write(exception.GetBaseException().Message.ReplaceLineEndings(" "));
        }

        textWriter.WriteLine();
    }
}
