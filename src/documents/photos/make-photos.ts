import { type AddPhoto, makeAddPhoto } from './add-photo.js';
import {
  type ArrangePhoto,
  type DiscardPhotos,
  type ListPhotos,
  makeArrangePhotos,
} from './arrange-photos.js';
import { makeReadPhoto, type ReadPhoto } from './read-photo.js';
import { makeSavePhotos, type SavePhotos } from './save-photos.js';

/** Photos that become the pages of one document. */
export interface PhotoUse {
  readonly addPhoto: AddPhoto;
  readonly listPhotos: ListPhotos;
  readonly readPhoto: ReadPhoto;
  readonly arrangePhoto: ArrangePhoto;
  readonly discardPhotos: DiscardPhotos;
  readonly savePhotos: SavePhotos;
}

type Deps = Omit<Parameters<typeof makeAddPhoto>[0], 'assess'> &
  Omit<Parameters<typeof makeSavePhotos>[0], 'normalise'> & {
    readonly photo: Parameters<typeof makeAddPhoto>[0]['assess'];
  };

export function makePhotos(deps: Deps): PhotoUse {
  const { photo } = deps;
  return {
    ...makeArrangePhotos(deps),
    addPhoto: makeAddPhoto({ ...deps, assess: photo }),
    readPhoto: makeReadPhoto({ ...deps, normalise: photo }),
    savePhotos: makeSavePhotos({ ...deps, normalise: photo }),
  };
}
