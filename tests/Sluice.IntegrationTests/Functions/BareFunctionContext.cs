using Microsoft.Azure.Functions.Worker;

namespace Sluice.IntegrationTests.Functions;

/// <summary>The context of a function that asks nothing of it but its name and when to end.</summary>
internal sealed class BareFunctionContext(string name) : FunctionContext
{
    public override CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public override IServiceProvider InstanceServices { get; set; } = null!;

    public override IDictionary<object, object> Items { get; set; } = new Dictionary<object, object>();

    public override string InvocationId => throw new NotSupportedException();

    public override string FunctionId => throw new NotSupportedException();

    public override TraceContext TraceContext => throw new NotSupportedException();

    public override BindingContext BindingContext => throw new NotSupportedException();

    public override RetryContext RetryContext => throw new NotSupportedException();

    public override FunctionDefinition FunctionDefinition { get; } = new BareFunctionDefinition(name);

    public override IInvocationFeatures Features => throw new NotSupportedException();
}
