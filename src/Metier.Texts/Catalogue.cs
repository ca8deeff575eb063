using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace Metier.Texts;

/// <summary>One text: a plain string, or a singular and a plural.</summary>
internal sealed class Entry(string? one, string other)
{
    public string? One { get; } = one;
    public string Other { get; } = other;
    public bool IsPlural => One != null;
    public List<string> Order { get; } =
        Regex
            .Matches((one ?? "") + other, @"\{([a-zA-Z][a-zA-Z0-9]*)\}")
            .Cast<Match>()
            .Select(m => m.Groups[1].Value)
            .Distinct()
            .ToList();
    public HashSet<string> Arguments => new(Order);
}

/// <summary>
/// Reads a flat JSON object of strings or of { "one": …, "other": … }. Generators run in the compiler, where no JSON
/// library can be counted on, and this is all the JSON a catalogue may use.
/// </summary>
internal static class Catalogue
{
    public static Dictionary<string, Entry> Parse(string json, string file)
    {
        var reader = new Reader(json, file);
        var result = new Dictionary<string, Entry>();
        reader.Expect('{');
        while (!reader.TryTake('}'))
        {
            var key = reader.Text();
            reader.Expect(':');
            Entry entry;
            if (reader.TryTake('{'))
            {
                var arms = new Dictionary<string, string>();
                while (!reader.TryTake('}'))
                {
                    var arm = reader.Text();
                    reader.Expect(':');
                    arms[arm] = reader.Text();
                    reader.TryTake(',');
                }
                if (!arms.TryGetValue("one", out var one) || !arms.TryGetValue("other", out var other))
                {
                    throw new FormatException($"{file}: '{key}' needs \"one\" and \"other\"");
                }
                entry = new Entry(one, other);
            }
            else
            {
                entry = new Entry(null, reader.Text());
            }
            if (result.ContainsKey(key))
            {
                throw new FormatException($"{file}: '{key}' appears twice");
            }
            result.Add(key, entry);
            reader.TryTake(',');
        }
        return result;
    }

    private sealed class Reader(string json, string file)
    {
        private int at;

        private void Skip()
        {
            while (at < json.Length && (char.IsWhiteSpace(json[at]) || json[at] == '\uFEFF'))
            {
                at++;
            }
        }

        public bool TryTake(char c)
        {
            Skip();
            if (at < json.Length && json[at] == c)
            {
                at++;
                return true;
            }
            return false;
        }

        public void Expect(char c)
        {
            if (!TryTake(c))
            {
                var line = json.Substring(0, Math.Min(at, json.Length)).Count(x => x == '\n') + 1;
                throw new FormatException($"{file}:{line}: expected '{c}'");
            }
        }

        public string Text()
        {
            Expect('"');
            var s = new StringBuilder();
            while (at < json.Length && json[at] != '"')
            {
                var c = json[at++];
                if (c != '\\')
                {
                    s.Append(c);
                    continue;
                }
                var e = json[at++];
                if (e == 'u')
                {
                    s.Append((char)Convert.ToInt32(json.Substring(at, 4), 16));
                    at += 4;
                }
                else
                {
                    s.Append(
                        e switch
                        {
                            'n' => '\n',
                            't' => '\t',
                            _ => e,
                        }
                    );
                }
            }
            Expect('"');
            return s.ToString();
        }
    }
}
