// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.recipe;

import java.util.List;
import java.util.Optional;

/** All recipes, in the order in which they are listed. */
public final class Recipes {
  private static final List<Recipe> ALL =
      List.of(
          new PostgresRecipe(),
          new PostgresCancelRecipe(),
          new PoolRecipe(),
          new MySqlRecipe(),
          new MariaDbRecipe(),
          new RedisRecipe(),
          new OkHttpRecipe(),
          new HttpClientRecipe(),
          new DockerStyleRecipe(),
          new RemoteObjectsRecipe(),
          new TlsRecipe(),
          new HttpServerRecipe(),
          new TomcatRecipe(),
          new JettyRecipe());

  private Recipes() {}

  /**
   * Each recipe.
   *
   * @return at least one
   */
  public static List<Recipe> all() {
    return ALL;
  }

  /**
   * Finds one.
   *
   * @param name as typed
   * @return empty if there is none of that name
   */
  public static Optional<Recipe> named(String name) {
    return ALL.stream().filter(recipe -> recipe.name().equals(name)).findFirst();
  }
}
