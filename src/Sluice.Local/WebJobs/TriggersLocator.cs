using Microsoft.Azure.WebJobs;

namespace Sluice.Local.WebJobs;

/// <summary>Tells the WebJobs SDK where functions are: in a few classes, not in every assembly.</summary>
/// <param name="types">The classes.</param>
internal sealed class TriggersLocator(params IReadOnlyList<Type> types) : ITypeLocator
{
    /// <inheritdoc/>
    public IReadOnlyList<Type> GetTypes() => types;
}
