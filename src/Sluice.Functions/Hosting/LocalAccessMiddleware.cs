using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Sluice.Hosting.Http.Requests;

namespace Sluice.Functions.Hosting;

/// <summary>
/// Has HTTP functions answer this machine alone. For the environment Development, in which the Functions host asks for no key; it says in
/// the header <c>X-Forwarded-Host</c> which host a request was for, whatever the one who asks had put there.
/// </summary>
internal sealed class LocalAccessMiddleware : IFunctionsWorkerMiddleware
{
    /// <inheritdoc/>
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next) =>
        context.GetHttpContext()?.Request is { } request
        && LocalAccess.Refusal(request, request.Headers["X-Forwarded-Host"] is [{ Length: > 0 } host, ..] ? new HostString(host) : request.Host) is { } refusal
            ? throw refusal
            : next(context);
}
