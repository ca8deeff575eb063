using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;

namespace Metier.Platform;

/// <summary>
/// The family every document is printed in, so that it looks the same and is complete on a machine without fonts: Inter (SIL Open
/// Font License 1.1). It comes to the build inside a package whose library is only read as a file, never run.
/// </summary>
internal static class BuiltInFont
{
    private static readonly Lazy<(TrueTypeFace Regular, TrueTypeFace Bold)> Read = new(() =>
    {
        var files = Files();
        return (new TrueTypeFace(files["Inter-Regular.ttf"]), new TrueTypeFace(files["Inter-Bold.ttf"]));
    });

    public static (TrueTypeFace Regular, TrueTypeFace Bold) Faces => Read.Value;

    /// <summary>The files in the package's library: one resource that starts with a table of names, places and lengths.</summary>
    private static Dictionary<string, byte[]> Files()
    {
        using var stream =
            typeof(BuiltInFont).Assembly.GetManifestResourceStream("fonts/inter")
            ?? throw new InvalidOperationException("the font of documents is not built in");
        using var library = new PEReader(stream);
        var names = library.GetMetadataReader();
        var resource = names
            .ManifestResources.Select(names.GetManifestResource)
            .Single(r => names.StringComparer.Equals(r.Name, "!AvaloniaResources"));
        var at = library.PEHeaders.CorHeader!.ResourcesDirectory.RelativeVirtualAddress;
        var block = library.GetSectionData(at).GetReader();
        block.Offset = (int)resource.Offset;
        var content = block.ReadBytes(block.ReadInt32());
        using var table = new BinaryReader(new MemoryStream(content), Encoding.UTF8);
        var start = table.ReadInt32() + 4;
        // The version of the table, which names a name, a place and a length for each file.
        table.ReadInt32();
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        for (var left = table.ReadInt32(); left > 0; left--)
        {
            var name = Path.GetFileName(table.ReadString());
            var (from, length) = (table.ReadInt32(), table.ReadInt32());
            files[name] = content.AsSpan(start + from, length).ToArray();
        }
        return files;
    }
}
