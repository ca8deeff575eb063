// What a job asks for and what a contract agrees to is one scale.
global using ProofLevel = Metier.Jobs.ProofLevel;
