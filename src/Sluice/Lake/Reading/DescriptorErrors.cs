using Sluice.Lake.Definition;

namespace Sluice.Lake.Reading;

/// <summary>Collects the errors in the descriptors of a lake definition.</summary>
internal sealed class DescriptorErrors
{
    private readonly List<LakeDefinitionError> errors = [];
    private readonly Dictionary<(string File, string Pointer), int> order = [];

    /// <summary>The number of errors so far. If it has not changed, the part that was just read is valid.</summary>
    public int Count => errors.Count;

    /// <summary>Registers the next value in document order, by which errors are sorted.</summary>
    public void Register(string file, string pointer) => order.TryAdd((file, pointer), order.Count);

    /// <summary>Adds an error.</summary>
    public void Add(string file, string pointer, string message) => errors.Add(new(file, pointer, message));

    /// <summary>All errors in document order, each once, although two datasets may refer to one schema.</summary>
    public IReadOnlyList<LakeDefinitionError> ToList() => [.. errors.Distinct().OrderBy(e => PlaceOf(e.File, e.Pointer))];

    private int PlaceOf(string file, string pointer)
    {
        while (true)
        {
            if (order.TryGetValue((file, pointer), out var place))
            {
                return place;
            }

            if (pointer.Length == 0)
            {
                return -1;
            }

            pointer = pointer[..pointer.LastIndexOf('/')];
        }
    }
}
