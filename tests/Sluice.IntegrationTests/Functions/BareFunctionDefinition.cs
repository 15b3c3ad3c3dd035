using System.Collections.Immutable;
using Microsoft.Azure.Functions.Worker;

namespace Sluice.IntegrationTests.Functions;

/// <summary>A function of which only name and trigger are known.</summary>
internal sealed class BareFunctionDefinition(string name, string trigger) : FunctionDefinition
{
    public override string Name => name;

    public override string Id => name;

    public override string PathToAssembly => throw new NotSupportedException();

    public override string EntryPoint => throw new NotSupportedException();

    public override IImmutableDictionary<string, BindingMetadata> InputBindings { get; } =
        ImmutableDictionary<string, BindingMetadata>.Empty.Add("trigger", new Trigger(trigger));

    public override IImmutableDictionary<string, BindingMetadata> OutputBindings => throw new NotSupportedException();

    public override ImmutableArray<FunctionParameter> Parameters => throw new NotSupportedException();

    private sealed class Trigger(string type) : BindingMetadata
    {
        public override string Name => "trigger";

        public override string Type => type;

        public override BindingDirection Direction => BindingDirection.In;
    }
}
