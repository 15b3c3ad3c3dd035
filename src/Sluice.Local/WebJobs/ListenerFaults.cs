using System.Runtime.ExceptionServices;
using Microsoft.Azure.WebJobs.Host.Timers;

namespace Sluice.Local.WebJobs;

/// <summary>
/// Keeps why the WebJobs SDK does not watch the lake any more, such as that the lake refuses it a file's properties. By itself the SDK would
/// end the process at once, with a stack trace.
/// </summary>
internal sealed class ListenerFaults : IWebJobsExceptionHandler
{
    private readonly TaskCompletionSource fault = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends with the first reason, if there is one.</summary>
    public Task Fault => fault.Task;

    /// <inheritdoc/>
    public Task OnTimeoutExceptionAsync(ExceptionDispatchInfo exceptionInfo, TimeSpan timeoutGracePeriod) => OnUnhandledExceptionAsync(exceptionInfo);

    /// <inheritdoc/>
    public Task OnUnhandledExceptionAsync(ExceptionDispatchInfo exceptionInfo)
    {
        fault.TrySetException(exceptionInfo.SourceException);
        return Task.CompletedTask;
    }
}
