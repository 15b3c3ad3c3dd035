using Microsoft.Extensions.Logging;

namespace Sluice.Hosting;

/// <summary>Tells in the log of what lies in the folder of the lake and cannot be opened, such as pipes.</summary>
internal sealed partial class LeftOutFiles(ILogger<LeftOutFiles> logger)
{
    /// <summary>Tells of a file or folder.</summary>
    /// <param name="reason">Which one and why, as a sentence.</param>
    public void Tell(string reason) => LogLeftOut(reason);

    [LoggerMessage(55, LogLevel.Warning, "Left out of the lake: {Reason}")]
    private partial void LogLeftOut(string reason);
}
