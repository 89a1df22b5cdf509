// SPDX-License-Identifier: Apache-2.0
/**
 * A game of a few players on a small field, over messages: positions on a channel that may lose
 * some, joining, chat and score on one that loses none. Each side is one thread that ticks.
 */
package org.packetloom.examples.game;
