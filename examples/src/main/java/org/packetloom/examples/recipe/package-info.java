// SPDX-License-Identifier: Apache-2.0
/**
 * Recipes: clients of the world, unchanged, on the drop-in sockets of {@code org.packetloom.net}
 * and {@code org.packetloom.nio}, beside the JDK's own.
 *
 * <p>To add one implement {@link org.packetloom.examples.recipe.Recipe}, add a line to {@link
 * org.packetloom.examples.recipe.Recipes} and describe it in {@code examples/README.md} and {@code
 * .github/DROP-IN.md}; a test runs each, and checks that the pages name all.
 */
package org.packetloom.examples.recipe;
