using Microsoft.Azure.Functions.Worker;

namespace Sluice.IntegrationTests.Functions;

/// <summary>The context of a function that uses only its name, its cancellation token and the blob that triggers it.</summary>
internal sealed class BareFunctionContext : FunctionContext
{
    private readonly string? blob;

    public BareFunctionContext(string name, string trigger = "httpTrigger")
        : this(name, trigger, null)
    {
    }

    private BareFunctionContext(string name, string trigger, string? blob)
    {
        this.blob = blob;
        FunctionDefinition = new BareFunctionDefinition(name, trigger);
    }

    public override CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public override IServiceProvider InstanceServices { get; set; } = null!;

    public override IDictionary<object, object> Items { get; set; } = new Dictionary<object, object>();

    public override string InvocationId => throw new NotSupportedException();

    public override string FunctionId => throw new NotSupportedException();

    public override TraceContext TraceContext => throw new NotSupportedException();

    public override BindingContext BindingContext => new Binding(new Dictionary<string, object?> { ["BlobTrigger"] = blob });

    public override RetryContext RetryContext => throw new NotSupportedException();

    public override FunctionDefinition FunctionDefinition { get; }

    public override IInvocationFeatures Features => throw new NotSupportedException();

    /// <summary>The context of a function that a blob triggers.</summary>
    /// <param name="name">The function's name.</param>
    /// <param name="blob">The blob's path, container first.</param>
    public static BareFunctionContext OfBlob(string name, string blob) => new(name, "blobTrigger", blob);

    private sealed class Binding(IReadOnlyDictionary<string, object?> data) : BindingContext
    {
        public override IReadOnlyDictionary<string, object?> BindingData => data;
    }
}
