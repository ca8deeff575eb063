using System.Globalization;
using Metier.Taxonomy;

namespace Metier.Web.Commands;

/// <summary>A bar that fills on a terminal; in a file or a pipe one plain line for each step.</summary>
internal sealed class ProgressBar : IProgress<ImportProgress>, IDisposable
{
    private const int Width = 30;
    private readonly TextWriter output;
    private readonly bool terminal;
    private string step = "";
    private string shown = "";

    private ProgressBar(TextWriter output, bool terminal)
    {
        this.output = output;
        this.terminal = terminal;
    }

    /// <summary>A bar only where somebody looks at it: the console itself, not redirected.</summary>
    public static ProgressBar Open(TextWriter output) =>
        new(output, ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected);

    public void Report(ImportProgress value)
    {
        if (!terminal)
        {
            if (value.Step != step)
            {
                output.WriteLine(value.Step);
            }
            step = value.Step;
            return;
        }
        var line =
            value.Total > 0
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"[{new string('#', Width * value.Done / value.Total).PadRight(Width, '.')}] {100 * value.Done / value.Total, 3} %  {value.Step}"
                )
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"[{new string('.', Width)}]        {value.Step}{(value.Done > 0 ? $", {value.Done}" : "")}"
                );
        if (line != shown)
        {
            output.Write("\r" + line.PadRight(shown.Length));
            shown = line;
        }
    }

    public void Dispose()
    {
        if (shown.Length > 0)
        {
            output.Write("\r" + new string(' ', shown.Length) + "\r");
        }
    }
}
