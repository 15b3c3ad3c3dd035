using Sluice.Lake.Definition;
using Sluice.Ledger;

namespace Sluice.Hosting.Http.Endpoints;

/// <summary>An erasure that has ended: the operation, and which records of the lake still have the key.</summary>
internal sealed record ErasureBody : OperationBody
{
    /// <summary>Creates the answer.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="remains">The records, by file and row. The set <c>remains</c> has all of them.</param>
    public ErasureBody(OperationBody operation, IReadOnlyList<Remain> remains)
        : base(operation) => Remains = [.. remains.Select(r => new RemainBody(r.Dataset, r.File, r.Row, r.Line))];

    /// <summary>The records, by file and row.</summary>
    public IReadOnlyList<RemainBody> Remains { get; }
}
