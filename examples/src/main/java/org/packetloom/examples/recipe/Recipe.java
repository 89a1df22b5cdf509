// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.recipe;

/**
 * One client on the drop-in sockets, beside the JDK's own: what {@code packetloom recipe} runs.
 *
 * <p>Starts the server that it needs, in a temporary folder, unless it is told of one, and leaves
 * nothing behind.
 */
public interface Recipe {
  /**
   * What a user types.
   *
   * @return small letters, digits and hyphens
   */
  String name();

  /**
   * What it shows.
   *
   * @return one line without a full stop
   */
  String summary();

  /**
   * What {@code --url} takes.
   *
   * @return an example, or an empty text if no server is needed that could be named
   */
  String urlForm();

  /**
   * Runs it.
   *
   * @param bench takes the rows; tells of a server that is there already
   * @throws MissingServerException if the server's program is not installed
   * @throws Exception for whatever keeps the recipe from running; what goes wrong within a row is
   *     shown there and throws nothing
   */
  void run(Workbench bench) throws Exception;
}
