using System.Reflection;
using System.Reflection.Emit;
using Azure.Storage.Blobs.Specialized;
using Microsoft.Azure.WebJobs;
using Sluice.Hosting.Triggers;

namespace Sluice.Local.WebJobs;

/// <summary>
/// Generates the class with the blob-triggered functions. The WebJobs SDK finds functions by attributes, whose values are known only after
/// the lake definition has been read.
/// </summary>
internal static class BlobTriggersType
{
    /// <summary>The setting with the storage's connection string.</summary>
    public const string Connection = "LakeStorage";

    private const BindingFlags Inherited = BindingFlags.Instance | BindingFlags.NonPublic;

    /// <summary>Generates the class, with a method per trigger.</summary>
    public static Type Create(IEnumerable<IngestTrigger> triggers)
    {
        var module = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Sluice.Local.Datasets"), AssemblyBuilderAccess.Run)
            .DefineDynamicModule("Datasets");
        var type = module.DefineType("Sluice.Local.Datasets", TypeAttributes.Public | TypeAttributes.Sealed, typeof(BlobTriggers));
        DefineConstructor(type);
        foreach (var trigger in triggers)
        {
            DefineFunction(type, trigger);
        }

        return type.CreateType();
    }

    // (IngestBlob ingest) : base(ingest) { }
    private static void DefineConstructor(TypeBuilder type)
    {
        var code = type.DefineConstructor(MethodAttributes.Public, CallingConventions.HasThis, [typeof(IngestBlob)]).GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Ldarg_1);
        code.Emit(OpCodes.Call, typeof(BlobTriggers).GetConstructor(Inherited, [typeof(IngestBlob)])!);
        code.Emit(OpCodes.Ret);
    }

    // [FunctionName("Ingest-ads")]
    // public Task Ingest_ads(
    //     [BlobTrigger("data/ads/{name}", Connection = "LakeStorage")] BlobBaseClient blob, CancellationToken cancellationToken)
    //     => IngestAsync(blob, cancellationToken);
    private static void DefineFunction(TypeBuilder type, IngestTrigger trigger)
    {
        // The SDK keys its blob receipts by the method's name: a new name would trigger again for all blobs.
        var name = $"{IngestFunction.Name}_{trigger.Name[(IngestFunction.Name.Length + 1)..]}";
        var method = type.DefineMethod(
            name, MethodAttributes.Public, typeof(Task), [typeof(BlobBaseClient), typeof(CancellationToken)]);
        method.SetCustomAttribute(new CustomAttributeBuilder(
            typeof(FunctionNameAttribute).GetConstructor([typeof(string)])!, [trigger.Name]));
        method.DefineParameter(1, ParameterAttributes.None, "blob").SetCustomAttribute(new CustomAttributeBuilder(
            typeof(BlobTriggerAttribute).GetConstructor([typeof(string)])!, [trigger.Path],
            [typeof(BlobTriggerAttribute).GetProperty(nameof(BlobTriggerAttribute.Connection))!], [Connection]));
        method.DefineParameter(2, ParameterAttributes.None, "cancellationToken");

        var code = method.GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Ldarg_1);
        code.Emit(OpCodes.Ldarg_2);
        code.Emit(OpCodes.Call, typeof(BlobTriggers).GetMethod("IngestAsync", Inherited)!);
        code.Emit(OpCodes.Ret);
    }
}
