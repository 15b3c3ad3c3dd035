using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Sluice.Analytics.Access;
using Sluice.Hosting.Access;
using Sluice.Hosting.Http.Requests;
using Sluice.Ledger;
using Sluice.Loading;
using Sluice.Warehouse;

namespace Sluice.Hosting.Http.Endpoints;

/// <summary>Records requests that change something, and those that take all rows of an answer or a rejects file.</summary>
/// <param name="audit">Where they are recorded, besides the log. It is asked for when there is something to record.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
internal sealed partial class AuditTrail(Func<IAudit> audit, TimeProvider time, ILogger<AuditTrail> logger)
{
    private const string Batch = "Batch";
    private const string Rejects = "Rejects";

    /// <summary>Records a request once it is answered.</summary>
    /// <param name="context">The request, with its caller.</param>
    /// <param name="function">The function that answers.</param>
    public void Watch(HttpContext context, string function)
    {
        var note = new AuditNote();
        context.Features.Set(note);
        context.Response.OnCompleted(() => EndAsync(context, function, note));
    }

    private async Task EndAsync(HttpContext context, string function, AuditNote note)
    {
        var isRead = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
        var route = HttpRoute.Find(function);
        if (route is null or { IsAnonymous: true } || function == UnroutedFunction.Name
            || !(note.Rows is not null || function == Rejects || (!isRead && function != Batch)))
        {
            return;
        }

        var caller = context.Request.CallerOf();
        var entry = new AuditEntry(
            time.GetUtcNow(),
            Cut(caller?.Id ?? "function key", AuditEntry.MostCaller),
            Cut(caller?.Name ?? "function key", AuditEntry.MostName),
            Cut(string.Join(',', (caller?.Roles ?? Caller.Owner.Roles).Order(StringComparer.Ordinal)), AuditEntry.MostRoles),
            function, note.Dataset, context.Response.StatusCode, note.Rows);
        LogRequest(entry.Caller, entry.Roles, entry.Action, entry.Dataset, entry.Status, entry.Rows);
        try
        {
            // The answer is sent, whether the client is still there or not.
            await audit().RecordAsync(entry, CancellationToken.None);
        }
        catch (Exception exception)
        {
            LogNotRecorded(FailureReason.TraceOf(exception), entry.Action, FailureReason.Describe(exception));
        }
    }

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..most];

    [LoggerMessage(
        63, LogLevel.Information, "{Caller} ({Roles}) has sent {Action} for {Dataset}: status {Status}, {Rows} rows")]
    private partial void LogRequest(string caller, string roles, string action, string? dataset, int status, long? rows);

    [LoggerMessage(64, LogLevel.Error, "A request ({Action}) could not be recorded in the set audit: {Reason}")]
    private partial void LogNotRecorded(Exception? trace, string action, string reason);
}
