using Microsoft.Azure.WebJobs;

namespace Sluice.Local.WebJobs;

/// <summary>Gives the WebJobs SDK the classes with functions, so that it does not search every assembly.</summary>
/// <param name="types">The classes.</param>
internal sealed class TriggersLocator(params IReadOnlyList<Type> types) : ITypeLocator
{
    /// <inheritdoc/>
    public IReadOnlyList<Type> GetTypes() => types;
}
