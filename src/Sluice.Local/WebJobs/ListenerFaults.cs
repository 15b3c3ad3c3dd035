using System.Runtime.ExceptionServices;
using Microsoft.Azure.WebJobs.Host.Timers;

namespace Sluice.Local.WebJobs;

/// <summary>
/// Keeps the error that stopped the WebJobs SDK from watching the lake, such as a refused request. Without this handler, the SDK ends the
/// process at once with a stack trace.
/// </summary>
internal sealed class ListenerFaults : IWebJobsExceptionHandler
{
    private readonly TaskCompletionSource fault = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Fails with the first error, if there is one; never completes otherwise.</summary>
    public Task Fault => fault.Task;

    /// <inheritdoc/>
    public Task OnTimeoutExceptionAsync(ExceptionDispatchInfo exceptionInfo, TimeSpan timeoutGracePeriod) =>
        OnUnhandledExceptionAsync(exceptionInfo);

    /// <inheritdoc/>
    public Task OnUnhandledExceptionAsync(ExceptionDispatchInfo exceptionInfo)
    {
        fault.TrySetException(exceptionInfo.SourceException);
        return Task.CompletedTask;
    }
}
