using Microsoft.AspNetCore.Http;

namespace Sluice.Hosting.Access;

/// <summary>What the audit will say of a request. Functions add to it what only they know.</summary>
internal sealed class AuditNote
{
    /// <summary>The dataset or the set that the request is about. A batch can be about several: then the last.</summary>
    public string? Dataset { get; set; }

    /// <summary>How many rows were taken, or <see langword="null"/> if the request takes no rows as a whole.</summary>
    public long? Rows { get; private set; }

    /// <summary>The note of a request, or <see langword="null"/> if it is not watched.</summary>
    public static AuditNote? Of(HttpRequest request) => request.HttpContext.Features.Get<AuditNote>();

    /// <summary>Notes that all rows of an answer were sent.</summary>
    /// <param name="set">The set.</param>
    /// <param name="rows">How many rows.</param>
    public void AddExport(string set, long rows) => (Dataset, Rows) = (set, (Rows ?? 0) + rows);
}
