// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The recipes of clients other than databases work, on sockets of both kinds. */
class ClientRecipesTest {
  @ParameterizedTest
  @ValueSource(strings = {"redis", "okhttp", "httpclient5", "docker-style", "rmi", "tls"})
  void everyRowOfRecipeWorks(String name) throws Exception {
    StringWriter printed = new StringWriter();
    Workbench bench = new Workbench(new PrintWriter(printed), Optional.empty());
    try {
      Recipes.named(name).orElseThrow().run(bench);
    } catch (MissingServerException e) {
      abort(e.getMessage());
    }

    assertThat(bench.isAllWell()).as(printed.toString()).isTrue();
    assertThat(printed.toString()).contains("Packetloom").doesNotContain("FAILED");
  }
}
