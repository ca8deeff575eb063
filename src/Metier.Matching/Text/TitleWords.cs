using System.Collections.Frozen;

namespace Metier.Matching;

/// <summary>A word of a job title and how much it says about the occupation (0 to 1).</summary>
internal readonly record struct TitleWord(string Word, double Weight);

/// <summary>
/// Reads job titles as people write them: abbreviations are spelt out; years of service, kind of employment, reference
/// numbers and "(m/f)" hardly count.
/// </summary>
internal static class TitleWords
{
    /// <summary>How much a word counts that says for whom or on what terms the work is, not what it is.</summary>
    private const double Beside = 0.15;

    private const int Most = 40;

    private static readonly FrozenSet<string> OfTerms = (
        "senior junior trainee intern internship graduate graduates freelance contractor fulltime parttime permanent temporary temp "
        + "urgent urgently hiring vacancy vacancies job jobs i ii iii iv entry fresh remote onsite hybrid m f d h w mf hf fm mfd hfx based "
        + "speaking speaker speakers only needed wanted required immediate salary chief principal deputy lead head "
        + "apprentice apprenticeship experienced student students "
        + "stage stagiaire alternance alternant alternante cdi cdd interim apprenti apprentie debutant debutante confirme confirmee "
        + "experimente experimentee poste emploi recrute recherche offre teletravail"
    )
        .Split(' ')
        .ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> PairsOfTerms = new[]
    {
        "full time",
        "part time",
        "entry level",
        "fixed term",
        "short term",
        "long term",
        "temps plein",
        "temps partiel",
        "longue duree",
        "courte duree",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Small words of one language that in a title are the other's nouns: IT, AI, car, son (sound).</summary>
    private static readonly FrozenSet<string> NeverSmall = FrozenSet.ToFrozenSet(
        ["it", "ai", "car", "son"],
        StringComparer.Ordinal
    );

    private static readonly FrozenDictionary<string, string[]> Short = (
        "sr=senior snr=senior jr=junior jnr=junior mgr=manager mngr=manager asst=assistant exec=executive eng=engineer engr=engineer "
        + "hr=human+resources it=ict qa=quality+assurance qc=quality+control pa=personal+assistant admin=administrative dev=developer "
        + "acct=account accts=accounts tech=technician mktg=marketing ops=operations vp=vice+president rep=representative "
        + "supv=supervisor coord=coordinator mech=mechanical elec=electrical maint=maintenance mfg=manufacturing "
        + "ceo=chief+executive+officer cfo=chief+financial+officer cto=chief+technology+officer coo=chief+operating+officer "
        + "gm=general+manager pr=public+relations ux=user+experience ui=user+interface qs=quantity+surveyor sec=secretary "
        + "crm=customer+relationship+management rh=ressources+humaines resp=responsable ing=ingenieur compta=comptable "
        + "dg=directeur+general daf=directeur+administratif+financier drh=directeur+ressources+humaines "
        + "dsi=directeur+systemes+information cdp=chef+projet aux=auxiliaire centre=center"
    )
        .Split(' ')
        .Select(pair => pair.Split('='))
        .ToFrozenDictionary(pair => pair[0], pair => pair[1].Split('+'), StringComparer.Ordinal);

    /// <summary>Words of standing and of trade that stand for one another in titles.</summary>
    private static readonly FrozenDictionary<string, string> Kinds = new[]
    {
        "~aid assistant executive officer associate clerk staff representative coordinator administrator administrative agent aide "
            + "helper adviser advisor consultant specialist employe employee charge chargee assistante conseiller conseillere adjoint "
            + "adjointe attache attachee consultante",
        "~head manager director head lead leader supervisor superintendent chief foreman responsable directeur directrice chef cheffe "
            + "gestionnaire gerant gerante dirigeant dirigeante superviseur",
        "~make engineer developer programmer architect designer ingenieur ingenieure developpeur developpeuse programmeur "
            + "programmeuse architecte concepteur conceptrice",
        "~work worker operator operative hand labourer laborer crew attendant machinist operateur operatrice ouvrier ouvriere "
            + "manoeuvre equipier equipiere",
        "~teach teacher lecturer tutor trainer instructor coach educator professor professeur professeure enseignant enseignante "
            + "formateur formatrice moniteur monitrice educateur educatrice",
        "~mend technician mechanic fitter repairer installer technicien technicienne mecanicien mecanicienne monteur monteuse "
            + "installateur installatrice reparateur reparatrice",
        "~drive driver rider chauffeur chauffeuse conducteur conductrice livreur livreuse",
        "~study analyst researcher scientist auditor inspector tester controller analyste chercheur chercheuse scientifique auditeur "
            + "auditrice inspecteur inspectrice controleur controleuse",
        "~sell seller salesperson salesman saleswoman sale vendeur vendeuse vente commercial commerciale",
    }
        .Select(line => line.Split(' '))
        .SelectMany(words => words.Skip(1).Select(word => (word, Kind: words[0])))
        .ToFrozenDictionary(pair => pair.word, pair => pair.Kind, StringComparer.Ordinal);

    /// <summary>The words of a title that somebody wrote, with how much each counts.</summary>
    public static List<TitleWord> OfTitle(string text)
    {
        var words = new List<TitleWord>();
        var tokens = Tokenizer.Tokens(text);
        for (var at = 0; at < tokens.Count && words.Count < Most; at++)
        {
            var word = tokens[at].Word;
            if (Skipped(word) || word.All(char.IsDigit))
            {
                continue;
            }

            if (at + 1 < tokens.Count && PairsOfTerms.Contains($"{word} {tokens[at + 1].Word}"))
            {
                at++;
                continue;
            }

            // "Japanese speaking" is asked of the person; a teacher of Japanese keeps the word.
            var spoken = at + 1 < tokens.Count && tokens[at + 1].Word is "speaking" or "speaker" or "speakers";
            foreach (var full in Spelt(word))
            {
                words.Add(new TitleWord(full, spoken || OfTerms.Contains(full) ? Beside : 1));
            }
        }

        return words;
    }

    /// <summary>The words of a name or description in the taxonomy.</summary>
    public static IEnumerable<string> OfName(string text, NameRole role) =>
        Tokenizer
            .Tokens(text)
            .Where(t => !Skipped(t.Word) && (role != NameRole.Description || !Words.IsCommon(t.Word)))
            .SelectMany(t => Spelt(t.Word));

    /// <summary>The kind of work or standing that the word says, or null.</summary>
    public static string? KindOf(string word) =>
        Kinds.TryGetValue(word, out var kind) ? kind
        : word.Length > 4 && word[^1] == 's' ? Kinds.GetValueOrDefault(word[..^1])
        : null;

    private static bool Skipped(string word) => word == "cum" || (Words.IsCommon(word) && !NeverSmall.Contains(word));

    private static string[] Spelt(string word) => Short.TryGetValue(word, out var full) ? full : [word];
}
