/**
 * How the state of a scorer leaves it and comes back: streams of sections that know nothing of files.
 */
package io.veto.rules.state;
