using Sluice.Lake;
using Sluice.Loading;
using Sluice.Warehouse;

namespace Sluice.Validation;

/// <summary>Validates a local file without a warehouse.</summary>
public static class FileValidator
{
    /// <summary>Reads a file to its end.</summary>
    /// <param name="dataset">What its rows should be.</param>
    /// <param name="limits">What a warehouse can hold exactly.</param>
    /// <param name="options">The record size limit.</param>
    /// <param name="open">Opens the file at a byte offset.</param>
    /// <param name="onReject">Gets each reject, in the order of the file.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static Task<FileValidation> ValidateAsync(
        Dataset dataset, WarehouseLimits limits, LoaderOptions options, Func<long, CancellationToken, Task<Stream>> open,
        Action<Reject> onReject, CancellationToken cancellationToken) => throw new NotImplementedException();
}
