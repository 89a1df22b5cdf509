// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages that tell of the recipes know each of them, and no other. */
class RecipePagesTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern COMMAND = Pattern.compile("examples/packetloom recipe ([a-z0-9-]+)");
  private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]+)\\)");

  @ParameterizedTest
  @ValueSource(strings = {"examples/README.md", ".github/DROP-IN.md"})
  void pageNamesEveryRecipe(String page) throws IOException {
    String text = Files.readString(ROOT.resolve(page));

    List<String> named =
        COMMAND
            .matcher(text)
            .results()
            .map(found -> found.group(1))
            .filter(name -> !name.startsWith("-"))
            .toList();

    assertThat(named)
        .containsOnlyOnceElementsOf(Recipes.all().stream().map(Recipe::name).toList())
        .hasSameSizeAs(Recipes.all());
  }

  @ParameterizedTest
  @ValueSource(strings = {"examples/README.md", ".github/DROP-IN.md"})
  void linksLeadToFiles(String page) throws IOException {
    Path file = ROOT.resolve(page);

    assertThat(LINK.matcher(Files.readString(file)).results().map(found -> found.group(1)))
        .allSatisfy(link -> assertThat(file.getParent().resolve(link)).exists());
  }

  @Test
  void recipesTellWhatTheyShow() {
    assertThat(Recipes.all())
        .allSatisfy(
            recipe -> {
              assertThat(recipe.name()).matches("[a-z0-9-]+");
              assertThat(recipe.summary()).isNotBlank().doesNotEndWith(".");
              assertThat(Recipes.named(recipe.name())).contains(recipe);
            })
        .extracting(Recipe::name)
        .doesNotHaveDuplicates();
  }
}
