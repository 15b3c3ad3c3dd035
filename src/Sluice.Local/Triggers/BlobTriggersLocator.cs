using Microsoft.Azure.WebJobs;

namespace Sluice.Local.Triggers;

/// <summary>Tells the WebJobs SDK where functions are: in one class, not in every assembly.</summary>
/// <param name="type">The class.</param>
internal sealed class BlobTriggersLocator(Type type) : ITypeLocator
{
    /// <inheritdoc/>
    public IReadOnlyList<Type> GetTypes() => [type];
}
