// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.packetloom.examples.recipe.Recipe;
import org.packetloom.examples.recipe.Recipes;
import org.packetloom.examples.recipe.Workbench;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs one client on the drop-in sockets, beside the JDK's own. */
@Command(
    name = "recipe",
    description = {
      "Run a client of databases, HTTP, Redis or the like on the drop-in sockets, beside the JDK's"
          + " own.",
      "Starts the server that it takes in a temporary folder, if its program is installed, unless"
          + " one is named. 'packetloom recipe --list' tells the names."
    })
final class RecipeCommand implements Callable<Integer> {
  private final Settings settings;

  @Spec private CommandSpec spec; // set once, by the parser's constructor

  @Option(names = "--list", description = "List the recipes, and what --url takes for each.")
  private boolean isList; // written by the parser

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "A server that is there already, in the client's own notation.")
  private Optional<String> url = Optional.empty(); // written by the parser

  @Parameters(arity = "0..1", paramLabel = "NAME", description = "The recipe.")
  private Optional<String> name = Optional.empty(); // written by the parser

  RecipeCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() throws Exception {
    if (isList) {
      list(Recipes.all());
      return 0;
    }
    Recipe recipe = recipe();
    if (url.isPresent() && recipe.urlForm().isEmpty()) {
      throw new ParameterException(spec.commandLine(), "--url: " + recipe.name() + " takes none");
    }
    settings.configureShared();
    Workbench bench = new Workbench(settings.streams().out(), url);
    recipe.run(bench);
    return bench.isAllWell() ? 0 : 1;
  }

  private Recipe recipe() {
    String wanted =
        name.orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(), "Missing recipe 'NAME'; --list tells all"));
    return Recipes.named(wanted)
        .orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(), "Unknown recipe '" + wanted + "'; --list tells all"));
  }

  private void list(List<Recipe> recipes) {
    PrintWriter out = settings.streams().out();
    int width = recipes.stream().mapToInt(recipe -> recipe.name().length()).max().orElse(1);
    for (Recipe recipe : recipes) {
      out.println(
          String.format(Locale.ROOT, "%-" + width + "s  %s", recipe.name(), recipe.summary()));
      if (!recipe.urlForm().isEmpty()) {
        out.println(" ".repeat(width) + "  --url " + recipe.urlForm());
      }
    }
  }
}
