using System.Collections.Immutable;
using Microsoft.Azure.Functions.Worker;

namespace Sluice.IntegrationTests.Functions;

/// <summary>A function of which nothing is known but its name.</summary>
internal sealed class BareFunctionDefinition(string name) : FunctionDefinition
{
    public override string Name => name;

    public override string Id => name;

    public override string PathToAssembly => throw new NotSupportedException();

    public override string EntryPoint => throw new NotSupportedException();

    public override IImmutableDictionary<string, BindingMetadata> InputBindings => throw new NotSupportedException();

    public override IImmutableDictionary<string, BindingMetadata> OutputBindings => throw new NotSupportedException();

    public override ImmutableArray<FunctionParameter> Parameters => throw new NotSupportedException();
}
