using Sluice.Lake.Definition;

namespace Sluice.Warehouse;

/// <summary>The warehouse cannot be opened. The message is one sentence that says why and what to do.</summary>
public class WarehouseUnavailableException : Exception
{
    /// <summary>Creates the exception with its sentence.</summary>
    public WarehouseUnavailableException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>Creates the exception for a table that cannot be changed to match its dataset.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="change">The change that is not possible, as part of a sentence.</param>
    internal static WarehouseUnavailableException ForTable(Dataset dataset, string change) => new(
        $"The table lake.{dataset.Name} cannot follow dataset {dataset.Name}: {change}; "
        + "give the dataset another name to load it anew, or undo the change.");
}
