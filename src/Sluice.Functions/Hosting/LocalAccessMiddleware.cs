using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Sluice.Hosting.Http.Requests;

namespace Sluice.Functions.Hosting;

/// <summary>
/// Lets HTTP functions answer only requests from this machine. For the environment Development, in which the Functions host asks for no
/// key. The host overwrites the header <c>X-Forwarded-Host</c> with the host that the request was for, so a client cannot forge it.
/// </summary>
internal sealed class LocalAccessMiddleware : IFunctionsWorkerMiddleware
{
    /// <inheritdoc/>
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next) =>
        context.GetHttpContext()?.Request is { } request
        && LocalAccess.Refusal(
            request, request.Headers["X-Forwarded-Host"] is [{ Length: > 0 } host, ..] ? new HostString(host) : request.Host) is { } refusal
            ? throw refusal
            : next(context);
}
